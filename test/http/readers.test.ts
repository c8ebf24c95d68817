import t from 'tap'
import { eachEngine } from '../fixtures/databases.ts'
import {
  moderateKent,
  type Papers,
  PEOPLE,
  type Person,
  reached,
  STAGES,
  startPapers,
} from '../fixtures/papers.ts'

/** Who is answered how, each status with the people who got it. */
const answers = async (at: Papers, url: string): Promise<Record<string, Person[]>> => {
  const statuses = await Promise.all(PEOPLE.map(async (person) => (await at.people[person].get(url)).status))
  return Object.groupBy(PEOPLE, (_, index) => String(statuses[index])) as Record<string, Person[]>
}

const AUTHORS: readonly Person[] = ['director', 'delegate', 'contributor']
const without = (people: readonly Person[]): Person[] => PEOPLE.filter((person) => !people.includes(person))

void eachEngine(
  t,
  'should open a paper to its readers at each stage, and hide it from all others',
  async (t, database) => {
    const at = await startPapers(t, database)
    const { document, assignment } = await moderateKent(at)
    const paper = at.papers.Kent ?? ''
    const expected = async (stage: string, readers: readonly Person[]) => {
      for (const url of [paper, `${paper}/submissions`, `${paper}/comments`, document]) {
        t.same(
          await answers(at, url),
          { 200: PEOPLE.filter((each) => readers.includes(each)), 404: without(readers) },
          `${stage}: ${url}`,
        )
      }
    }
    const before: readonly Person[] = ['consultant', ...AUTHORS, 'moderator']
    await expected('before release', before)
    const office: readonly Person[] = ['consultant', 'director', 'delegate', 'assistant']
    t.same(await answers(at, `${paper}/readers`), { 200: office, 404: without(office) })
    t.same(await answers(at, assignment), {
      200: ['consultant', 'moderator'],
      404: without(['consultant', 'moderator']),
    })
    at.service.setClock(STAGES.released)
    await expected('after release', [...before, 'challenger'])
    const named = async (person: Person) =>
      (await at.people[person].get(`/v1/rounds/${at.roundId}/self-assessments`)).body.items.map(
        ({ authority }: { authority: { name: string } }) => authority.name,
      )
    t.same(await named('challenger'), ['Kent', 'Medway', 'Surrey'])
    t.same(await named('director elsewhere'), ['Bracknell Forest', 'Buckinghamshire', 'Oxfordshire'])
    t.same(await named('facilitator'), [])
    t.equal((await named('consultant')).length, 8)
  },
)

void eachEngine(
  t,
  'should open released papers to all directors where the policy is regional',
  async (t, database) => {
    const at = await startPapers(t, database, { readership: 'regional' })
    const { document } = await moderateKent(at)
    t.equal((await at.people['director elsewhere'].get(document)).status, 404)
    at.service.setClock(STAGES.released)
    t.equal((await at.people['director elsewhere'].get(document)).status, 200)
    const report = await at.people['director elsewhere'].get(`${at.papers.Kent}/comments`)
    t.same(report.body.items, [], 'the report is not theirs')
    t.equal((await at.people.observer.get(document)).status, 404)
  },
)

void eachEngine(t, 'should follow triads, releases and the close of a round', async (t, database) => {
  const at = await startPapers(t, database)
  const { document } = await moderateKent(at)
  const { consultant, challenger } = at.people
  const change = async (body: object): Promise<void> => {
    const { headers } = await consultant.get(`/v1/rounds/${at.roundId}`)
    const { status, text } = await consultant.patch(`/v1/rounds/${at.roundId}`, body, {
      'if-match': headers.etag ?? '',
    })
    if (status !== 200) throw new Error(text)
  }
  t.equal((await challenger.get(document)).status, 404)
  await change({
    state: 'open',
    deadlines: { selfAssessmentDue: null, commentsDue: null, releaseOn: '2019-07-01' },
  })
  t.equal((await challenger.get(document)).status, 200, 'released today')
  const triads = await consultant.get(`/v1/rounds/${at.roundId}/triads`)
  const [{ id }] = triads.body.items
  const { headers } = await consultant.get(`/v1/triads/${id}`)
  const authorities = [
    { gssCode: 'E10000016' },
    { gssCode: 'E10000030' },
    { gssCode: 'E10000014' },
    { gssCode: 'E06000046' },
  ]
  const without = await consultant.patch(
    `/v1/triads/${id}`,
    { authorities },
    { 'if-match': headers.etag ?? '' },
  )
  t.equal(without.status, 200, without.text)
  t.equal((await challenger.get(document)).status, 404, 'challenges it no more')
  await change({ policy: { readership: 'regional' } })
  t.equal((await challenger.get(document)).status, 200, 'as a director of the region')
  await change({ policy: { readership: 'challengers' } })
  await change({ state: 'closed' })
  t.equal((await at.people.director.get(document)).status, 200, 'one’s own, always')
  t.equal((await challenger.get(document)).status, 404)
})

for (const settled of ['cancelled', 'held']) {
  void eachEngine(
    t,
    `should keep a paper open for a deferred event until it is ${settled}`,
    async (t, database) => {
      const at = await startPapers(t, database)
      const { document } = await moderateKent(at)
      const { consultant, challenger } = at.people
      const round = `/v1/rounds/${at.roundId}`
      const match = async (url: string) => ({
        'if-match': (await consultant.get(url)).headers.etag ?? '',
      })
      const must = ({ status, text }: { readonly status: number; readonly text: string }): void => {
        if (status !== 200) throw new Error(text)
      }
      const close = async (): Promise<void> => {
        for (const state of ['open', 'closed'])
          must(await consultant.patch(round, { state }, await match(round)))
      }
      const [{ id: triadId }] = (await consultant.get(`${round}/triads`)).body.items
      const { body: event } = await consultant.post('/v1/challenge-events', {
        roundId: at.roundId,
        triadId,
        kind: 'meeting',
        date: '2019-11-15',
        startTime: '10:00',
        endTime: '13:00',
      })
      const url = `/v1/challenge-events/${event.id}`
      const move = async (name: string, body: object): Promise<void> =>
        must(await consultant.post(`${url}/${name}`, body, await match(url)))

      await move('defer', { reason: 'An inspection.' })
      at.service.setClock('2019-12-20T09:00:00Z')
      await close()
      t.equal((await challenger.get(document)).status, 200, 'still needed')
      if (settled === 'held') {
        await move('reschedule', {
          date: '2020-04-03',
          startTime: '10:00',
          endTime: '13:00',
          reason: 'Spring.',
        })
        await move('confirm', {})
        at.service.setClock('2020-04-03T14:00:00Z')
        t.equal((await challenger.get(document)).status, 200, 'until it has met')
        await move('hold', {})
      } else {
        await move('cancel', { reason: 'Not this year.' })
      }
      t.equal((await challenger.get(document)).status, 404)
      const now = settled === 'held' ? '2020-04-03T14:00:00Z' : '2019-12-20T09:00:00Z'
      t.match(await reached(at, database, 'challenger', now), { document: 0, submission: 0 })
    },
  )
}
