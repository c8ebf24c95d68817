import t from 'tap'
import { eachEngine } from '../fixtures/databases.ts'
import { kentPdf, reached, STAGES, startPapers, submitKent, upload } from '../fixtures/papers.ts'
import { ref, roundRequest } from '../fixtures/round.ts'
import { appoint, type Client, type Reply } from '../fixtures/service.ts'
import { subscribe, uidsOf } from '../fixtures/subscriber.ts'

const must = ({ status, text, body }: Reply) => {
  if (status >= 300) throw new Error(text)
  return body
}

void eachEngine(
  t,
  'should give a delegate for one event that event and its papers alone',
  async (t, database) => {
    const at = await startPapers(t, database)
    const { document } = await submitKent(at)
    const { consultant, challenger } = at.people
    const [triad] = (await consultant.get(`/v1/rounds/${at.roundId}/triads`)).body.items
    const event = { roundId: at.roundId, triadId: triad.id, kind: 'meeting', date: '2019-11-15' }
    const meeting = must(await consultant.post('/v1/challenge-events', event)).id
    const later = must(await consultant.post('/v1/challenge-events', { ...event, date: '2019-12-06' })).id
    const before = must(
      await consultant.post(
        '/v1/rounds',
        roundRequest({
          label: '2018-19',
          window: { first: '2018-10-01', last: '2018-12-13' },
          deadlines: { selfAssessmentDue: '2018-07-31', releaseOn: '2018-09-13' },
          triads: [[ref('Kent'), ref('Medway'), ref('Surrey')]],
        }),
      ),
    )
    const { body: person } = await consultant.post('/v1/people', { name: 'Assistant director, Medway' })
    must(
      await challenger.post('/v1/appointments', {
        personId: person.id,
        role: 'delegate',
        authorities: [ref('Medway')],
        from: '2019-07-01',
        eventId: meeting,
      }),
    )
    const { body: invitation } = await consultant.post('/v1/invitations', { personId: person.id })
    const named: Client = await at.service.enter(invitation.code)

    t.equal((await named.get(`/v1/rounds/${at.roundId}`)).status, 200, 'they see the programme')
    t.equal((await named.get(`/v1/challenge-events/${meeting}`)).status, 200)
    const feed = await subscribe(at.service, named)
    t.same(
      uidsOf((await feed.fetch()).text),
      [`challenge-event-${meeting}`],
      'and the one event in their diary',
    )
    t.same(
      uidsOf((await (await subscribe(at.service, challenger)).fetch()).text).filter((uid) =>
        uid.endsWith(later),
      ),
      [`challenge-event-${later}`],
      'while their director has the other too',
    )

    const reads = async (roundId: string): Promise<string[]> =>
      (await named.get(`/v1/rounds/${roundId}/self-assessments`)).body.items.map(
        ({ authority }: { authority: { name: string } }) => authority.name,
      )
    const medway = at.papers.Medway ?? ''
    t.same(await reads(at.roundId), ['Medway'], 'before release their own authority’s')
    t.same(await reads(before.id), [], 'and of no other round')
    t.equal((await named.get(document)).status, 404)
    t.equal((await named.post(`${medway}/submissions`, {})).status, 403, 'they do not act for the office')
    t.equal((await upload(at, named, medway, kentPdf)).status, 403)
    t.equal((await named.get(`${medway}/readers`)).status, 404)
    t.equal(
      (await named.post('/v1/appointments', { personId: person.id, role: 'delegate', from: '2019-07-01' }))
        .status,
      403,
    )

    at.service.setClock(STAGES.released)
    t.same(await reads(at.roundId), ['Kent', 'Medway', 'Surrey'])
    t.equal((await named.get(document)).status, 200)
    const behind = async () => {
      const people = { ...at.people, moderator: named }
      return (await reached({ ...at, people }, database, 'moderator', STAGES.released)).document
    }
    t.equal(await behind(), 1, 'behind both walls')
    const { mayRead } = (await at.people.director.get(`${at.papers.Kent}/readers`)).body
    t.match(
      mayRead.filter(({ basis }: { basis: string }) => basis === 'substitute'),
      [{ person: { name: 'Assistant director, Medway' }, now: true, sentence: /^Delegate for the event/ }],
    )

    const url = `/v1/challenge-events/${meeting}`
    const ending = async (move: string) =>
      consultant.post(
        `${url}/${move}`,
        { reason: 'An inspection.' },
        { 'if-match': String((await consultant.get(url)).headers.etag) },
      )
    must(await ending('defer'))
    t.equal((await named.get(document)).status, 200, 'a deferred event is still to come')
    must(await ending('cancel'))
    t.equal((await named.get(document)).status, 404)
    t.equal(await behind(), 0)
    t.same(await reads(at.roundId), ['Medway'])
    t.equal((await challenger.get(document)).status, 200, 'their director reads on')
  },
)

void eachEngine(
  t,
  'should let a general delegate act for the office and read as before',
  async (t, database) => {
    const at = await startPapers(t, database)
    await submitKent(at)
    const kent = at.papers.Kent ?? ''
    const { consultant, delegate, director } = at.people
    t.equal((await delegate.get(`${kent}/readers`)).status, 200)
    const { body } = await upload(at, delegate, kent, kentPdf)
    t.equal((await delegate.post(`${kent}/submissions`, { documentIds: [body.id] })).status, 409, 'unsigned')
    t.equal((await director.post(`${kent}/submissions`, { documentIds: [body.id] })).status, 201)
    const other = await appoint(at.service, consultant, 'Delegate, Medway', {
      role: 'delegate',
      authorities: [ref('Medway')],
    })
    at.service.setClock(STAGES.released)
    t.equal((await other.get(kent)).status, 404, 'a challenger’s general delegate reads no challenged paper')
  },
)
