import t from 'tap'
import { eachEngine } from '../fixtures/databases.ts'
import { by, type Name, startDirected } from '../fixtures/directed.ts'
import { kentPdf, upload } from '../fixtures/papers.ts'
import { ref } from '../fixtures/round.ts'
import { appoint, type Client, change } from '../fixtures/service.ts'

void eachEngine(
  t,
  'should open a released paper to its challengers, not to the rest of a triad',
  async (t, database) => {
    const at = await startDirected(t, database, {
      triads: [[ref('Kent'), ref('Medway'), ref('Surrey')]],
      policy: { challenges: { perPaper: 1 }, moderation: { oneAuthority: true } },
    })
    const { service, consultant, round, direct, director } = at
    const papers = await consultant.get(`/v1/rounds/${round.id}/self-assessments`)
    const { id } = papers.body.items.find(
      (paper: { authority: { name: string } }) => paper.authority.name === 'Kent',
    )
    const paper = `/v1/self-assessments/${id}`
    const { body: document } = await upload({ service }, director('Kent'), paper, kentPdf)
    await director('Kent').post(`${paper}/submissions`, { documentIds: [document.id] })
    await direct([by('Kent', 'Medway')])

    const moderatorOf = (name: Name, title = name as string) =>
      appoint(service, consultant, `Moderator, ${title}`, { role: 'moderator', authorities: [ref(name)] })
    const offer = (moderator: Client) =>
      consultant.post('/v1/moderation-assignments', { selfAssessmentId: id, moderatorId: moderator.personId })
    t.match(await offer(await moderatorOf('Medway')), {
      status: 409,
      body: { code: 'conflict-of-interest', detail: 'Their authority challenges this paper.' },
    })
    t.equal((await offer(await moderatorOf('Surrey'))).status, 201, 'the third member moderates')
    t.match(await offer(await moderatorOf('Oxfordshire')), {
      status: 409,
      body: { code: 'conflict-of-interest', detail: /^Another authority moderates this paper/ },
    })
    t.equal((await offer(await moderatorOf('Surrey', 'Surrey, second'))).status, 201)

    const read = async (name: string) =>
      (await director(name).get(`${paper}/documents/${document.id}`)).status
    t.equal(await read('Medway'), 404, 'not before the release')
    service.setClock('2019-09-13T09:00:00Z')
    t.same(await Promise.all(['Medway', 'Surrey', 'Oxfordshire'].map(read)), [200, 404, 404])
    await direct([by('Kent', 'Oxfordshire')])
    t.same(await Promise.all(['Medway', 'Surrey', 'Oxfordshire'].map(read)), [404, 404, 200])

    const meeting = await consultant.post('/v1/challenge-events', {
      roundId: round.id,
      kind: 'meeting',
      date: '2019-12-13',
    })
    t.match(meeting, { status: 201, body: { triadId: null, title: 'Challenge event, 2019-20' } })
    t.equal(meeting.body.people.length, 7, 'all directors of the round')
    const check = { roundId: round.id, kind: 'meeting', date: '2019-12-13' }
    t.equal((await consultant.post('/v1/clash-checks', check)).status, 200)
    const deferring = { reason: 'A snowed-in county hall.' }
    const { headers } = await consultant.get(`/v1/challenge-events/${meeting.body.id}`)
    await consultant.post(`/v1/challenge-events/${meeting.body.id}/defer`, deferring, {
      'if-match': String(headers.etag),
    })
    await change(consultant, `/v1/rounds/${round.id}`, { state: 'open' })
    await change(consultant, `/v1/rounds/${round.id}`, { state: 'closed' })
    t.equal(await read('Oxfordshire'), 200, 'kept for the day that is put off')
  },
)

void eachEngine(t, 'should let one of two moderating authorities that race win', async (t, database) => {
  const { service, consultant, round } = await startDirected(t, database, {
    policy: { moderation: { oneAuthority: true } },
  })
  const papers = await consultant.get(`/v1/rounds/${round.id}/self-assessments`)
  const { id: selfAssessmentId } = papers.body.items.find(
    (paper: { authority: { name: string } }) => paper.authority.name === 'Kent',
  )
  const moderators = await Promise.all(
    (['Medway', 'Surrey', 'Oxfordshire', 'Buckinghamshire'] as const).map((name) =>
      appoint(service, consultant, `Moderator, ${name}`, { role: 'moderator', authorities: [ref(name)] }),
    ),
  )
  const offers = await Promise.all(
    moderators.map(({ personId }) =>
      consultant.post('/v1/moderation-assignments', { selfAssessmentId, moderatorId: personId }),
    ),
  )
  t.same(offers.map(({ status }) => status).toSorted(), [201, 409, 409, 409])
})
