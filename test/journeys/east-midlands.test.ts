import t from 'tap'
import { refusalOf } from '../../scripts/api.ts'
import { blockingOf, confirm, proposeMeeting } from '../../scripts/rounds/events.ts'
import { letIn } from '../../scripts/rounds/load-region.ts'
import { eachEngine } from '../fixtures/databases.ts'
import { expectedOf, seesPapersOf, startSeeded } from '../fixtures/seeded.ts'

const TRIADS =
  'Ten authorities meet in triads of four, three and three directors, in January and February 2019.'
const IN_THE_WINDOW =
  "Every session lies inside the period of Ofsted's annual conversations: a warning under this round's policy, and confirmed all the same; under a policy that blocks, it is refused."
const FACILITATORS =
  "An independent facilitator for each triad reads its self-assessments by a grant with dates, not before it begins, not after it ends, and no other triad's."
const CHRISTMAS = 'Self-assessments are due in November and December and shared over Christmas.'
const WORKSHOP = 'Directors and lead members meet in the middle of March.'

void t.test('every published expectation is a test here', async (t) => {
  t.strictSame(expectedOf('east-midlands'), [TRIADS, IN_THE_WINDOW, FACILITATORS, CHRISTMAS, WORKSHOP])
})

void eachEngine(t, "the East Midlands' round of 2018-19, as published", async (t, database) => {
  const on = (sentence: string) => `${sentence} (${database.engine})`
  const at = await startSeeded(t, database, 'east-midlands', '2018-10-01T09:00:00Z')
  const { consultant, round, triads, events } = at
  const meetings = events.filter(({ kind }) => kind === 'meeting')

  await t.test(on(TRIADS), async (t) => {
    t.equal(round.takingPart, 10)
    t.strictSame(
      triads.map(({ directors }) => directors.length),
      [4, 3, 3],
    )
    t.equal(meetings.length, 3)
    for (const { date, state } of meetings) {
      t.ok(date >= '2019-01-01' && date <= '2019-02-28', date)
      t.equal(state, 'confirmed')
    }
  })

  await t.test(on(IN_THE_WINDOW), async (t) => {
    for (const meeting of meetings) {
      t.match(
        meeting.clashes.filter(({ rule }) => rule === 'ofsted-annual-conversation'),
        [{ severity: 'warning' }],
        meeting.date,
      )
      t.strictSame(blockingOf(meeting), [])
    }
    const policy = (region: string) => ({
      policy: { clashes: { severities: { 'ofsted-annual-conversation': { region } } } },
    })
    const url = `/v1/rounds/${round.id}`
    await consultant.change('PATCH', url, policy('blocking'))
    const [triad] = triads
    if (!triad) throw new Error('there is a triad')
    const another = await proposeMeeting(consultant, round, triad, '2019-02-26')
    t.match(await refusalOf(confirm(consultant, another)), {
      code: 'clash',
      clashes: [{ rule: 'ofsted-annual-conversation', severity: 'blocking' }],
    })
    await consultant.change('PATCH', url, policy('warning'))
    t.match(await confirm(consultant, another), { state: 'confirmed' })
  })

  await t.test(on(FACILITATORS), async (t) => {
    const named = meetings.map(({ people }) => people.filter(({ capacity }) => capacity === 'facilitator'))
    t.equal(new Set(named.flat().map(({ personId }) => personId)).size, 3, 'one each')
    const [second] = triads.slice(1)
    const meeting = meetings.find(({ triadId }) => triadId === second?.id)
    const facilitator = meeting?.people.find(({ capacity }) => capacity === 'facilitator')
    const api = await letIn(consultant, facilitator?.personId ?? '', 'First token')
    t.strictSame(await seesPapersOf(api, round), [], 'in October')
    at.setClock('2018-12-20T12:00:00Z')
    t.strictSame(await seesPapersOf(api, round), [], 'the day before')
    at.setClock('2018-12-21T09:00:00Z')
    t.strictSame(
      await seesPapersOf(api, round),
      second?.authorities.map(({ name }) => name).toSorted(),
      'its own triad',
    )
    at.setClock('2019-03-15T17:00:00Z')
    t.equal((await seesPapersOf(api, round)).length, 3)
    at.setClock('2019-03-16T09:00:00Z')
    t.strictSame(await seesPapersOf(api, round), [], 'over')
  })

  await t.test(on(CHRISTMAS), async (t) => {
    t.match(round.deadlines, {
      selfAssessmentDue: '2018-12-14',
      commentsDue: null,
      releaseOn: '2018-12-21',
    })
    t.match(
      at.said,
      /inferred: self-assessments due Fri 14 Dec 2018: the update says November and\s+December/,
    )
  })

  await t.test(on(WORKSHOP), async (t) => {
    t.match(events.at(-1), { kind: 'summit', date: '2019-03-15', state: 'confirmed', triadId: null })
    t.match(events.at(-1)?.people, { length: 10 })
  })
})

void eachEngine(
  t,
  'the same round loads years later, when nothing of it can be granted',
  async (t, database) => {
    const { events, said } = await startSeeded(t, database, 'east-midlands', '2026-11-25T09:00:00Z')
    t.equal(events.length, 4)
    t.equal(said.match(/nothing is granted, because the days of the grant are\s+past/g)?.length, 3)
  },
)
