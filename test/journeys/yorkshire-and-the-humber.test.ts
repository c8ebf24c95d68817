import t from 'tap'
import { refusalOf } from '../../scripts/api.ts'
import type { ChallengeEvent } from '../../scripts/rounds/events.ts'
import { eachEngine } from '../fixtures/databases.ts'
import { expectedOf, startSeeded } from '../fixtures/seeded.ts'

const DATES =
  'Fifteen authorities send their self-assessments in by Wednesday 30 November 2016 and are challenged in January 2017.'
const SUMMIT = 'No summit is entered, because no page names its day in March 2017.'
const VISIT =
  'A visit of three days is made to one authority without a triad, and one of six days is refused.'

void t.test('every published expectation is a test here', async (t) => {
  t.strictSame(expectedOf('yorkshire-and-the-humber'), [DATES, SUMMIT, VISIT])
})

void eachEngine(t, 'the round of 2016-17 in Yorkshire and the Humber, as published', async (t, database) => {
  const on = (sentence: string) => `${sentence} (${database.engine})`
  const at = await startSeeded(t, database, 'yorkshire-and-the-humber', '2016-09-01T09:00:00Z')
  const { consultant, round, events } = at

  await t.test(on(DATES), async (t) => {
    t.match(round, {
      takingPart: 15,
      method: 'directed',
      window: { first: '2017-01-01', last: '2017-01-31' },
      deadlines: { selfAssessmentDue: '2016-11-30', commentsDue: null },
    })
    t.match(at.said, /inferred: window: the update says January/)
  })

  await t.test(on(SUMMIT), async (t) => {
    t.strictSame(events, [])
    t.match(at.said, /not published: the day of the summit in March/)
  })

  await t.test(on(VISIT), async (t) => {
    const visit = (days: number) =>
      consultant.create<ChallengeEvent>('/v1/challenge-events', {
        roundId: round.id,
        kind: 'visit',
        hostAuthorityId: at.idOf('Wakefield'),
        date: '2017-01-17',
        days,
      })
    t.match(await visit(3), { triadId: null, title: 'Visit to Wakefield, 2016-17', state: 'proposed' })
    t.match(await refusalOf(visit(6)), { status: 400, errors: [{ pointer: '/days' }] })
  })
})
