import t from 'tap'
import { checkDates } from '../../scripts/rounds/events.ts'
import { readChallenges } from '../../scripts/rounds/load-round.ts'
import { eachEngine } from '../fixtures/databases.ts'
import { expectedOf, startSeeded } from '../fixtures/seeded.ts'

const DUE = '24 authorities send their self-assessments in by Friday 27 October 2017.'
const DATA_GROUP =
  "The data group meets on Thursday 16 November 2017, twenty days later, and stops no director's day."
const MEETING = 'The directors meet as a region on Thursday 23 November 2017.'
const NOT_FOUND =
  "No forum is entered and nobody is named as anybody's challenger, because no page says when or whom."

void t.test('every published expectation is a test here', async (t) => {
  t.strictSame(expectedOf('north-west'), [DUE, DATA_GROUP, MEETING, NOT_FOUND])
})

void eachEngine(t, "the North West's round of 2017-18, as published", async (t, database) => {
  const on = (sentence: string) => `${sentence} (${database.engine})`
  const at = await startSeeded(t, database, 'north-west', '2017-09-01T09:00:00Z')
  const { consultant, round, events } = at

  await t.test(on(DUE), async (t) => {
    t.match(round, { takingPart: 24, state: 'open', deadlines: { selfAssessmentDue: '2017-10-27' } })
  })

  await t.test(on(DATA_GROUP), async (t) => {
    t.equal(round.deadlines.commentsDue, '2017-11-16')
    const calendars = await consultant.list<{ id: string; kind: string }>('/v1/calendars')
    const calendar = calendars.find(({ kind }) => kind === 'regional-meeting')
    t.match(calendar, { scope: { kind: 'roles', roles: ['assistant-director'] } })
    t.match(await consultant.list(`/v1/calendars/${calendar?.id}/commitments`), [
      { title: 'Data group', from: '2017-11-16', to: '2017-11-16' },
    ])
    const [meeting] = events
    if (!meeting) throw new Error('the regional meeting is there')
    const [thursday, sunday] = await checkDates(consultant, round, { eventId: meeting.id }, [
      '2017-11-16',
      '2017-11-19',
    ])
    t.strictSame(
      thursday?.clashes.filter(({ severity }) => severity === 'blocking'),
      [],
    )
    t.match(sunday?.clashes, [{ rule: 'weekend', severity: 'blocking' }], 'as another day is stopped')
  })

  await t.test(on(MEETING), async (t) => {
    t.match(events, [{ kind: 'summit', date: '2017-11-23', state: 'confirmed', triadId: null }])
    t.equal(events.length, 1)
    t.equal(events[0]?.people.length, 24)
  })

  await t.test(on(NOT_FOUND), async (t) => {
    const { unchallenged } = await readChallenges(at, round)
    t.equal(unchallenged.length, 24)
    t.match(at.said, /not published: the day of the forum/)
    t.match(at.said, /not published: who challenges whom/)
  })
})
