import { setTimeout as pause } from 'node:timers/promises'
import { DateTime } from 'luxon'
import t from 'tap'
import type { Database } from '../../src/db/database.ts'
import { change } from '../fixtures/clients.ts'
import { engines } from '../fixtures/databases.ts'
import { addRound } from '../fixtures/events.ts'
import { ref, roundRequest } from '../fixtures/round.ts'
import { startRunning } from '../fixtures/running.ts'
import { conference } from '../fixtures/watched.ts'

/** What is promised: a clash is found within this long of whatever causes it. */
const WITHIN_MS = 60_000
/** Until then everything is set up and at rest; then a calendar goes stale. */
const STALE_AFTER_MS = 25_000
const DAY_MS = 24 * 60 * 60 * 1000

/** A Tuesday more than half a year from now, and others weeks after it: no notice is short. */
const tuesday = (week: number): string =>
  DateTime.now().plus({ days: 200 }).startOf('week').plus({ weeks: week, days: 1 }).toISODate()

const deadlines = { selfAssessmentDue: tuesday(-12), commentsDue: tuesday(-10), releaseOn: tuesday(-8) }
const season = { window: { first: tuesday(-4), last: tuesday(16) }, deadlines }

/** Marks every event as judged with an outcome that it cannot have: one that is judged again loses the mark. */
const markAll = async ({ pool }: Database): Promise<void> => {
  await pool.query(`update event_check set digest = 'untouched'`)
}

const judgedAgain = async ({ pool }: Database): Promise<string[]> => {
  const { rows } = await pool.query(`select event_id from event_check where digest <> 'untouched'`)
  return rows.map(({ event_id }) => event_id)
}

const waits = async ({ pool }: Database): Promise<boolean> =>
  (await pool.query('select from disturbance limit 1')).rowCount !== 0

/** The stored clashes of an event by a rule that were found by one cause. Asking over HTTP would look for them. */
const found = async ({ pool }: Database, eventId: string, rule: string, by: string): Promise<boolean> =>
  (
    await pool.query(
      'select from clash where event_id = $1 and rule = $2 and opened_by = $3 and closed_at is null',
      [eventId, rule, by],
    )
  ).rowCount !== 0

/** Waits until something is so, and says how long that took. */
const until = async (so: () => Promise<boolean>): Promise<number> => {
  const began = Date.now()
  while (!(await so())) {
    if (Date.now() - began > WITHIN_MS) return Number.POSITIVE_INFINITY
    await pause(100)
  }
  return Date.now() - began
}

for (const engine of await engines()) {
  t.test(
    `the running service finds each clash by itself, in the events concerned alone (${engine.name})`,
    { timeout: 300_000 },
    async (t) => {
      const { entrance, database } = await startRunning(t, engine)
      const round = await addRound(entrance, season)
      const { consultant, triads } = round
      const further = async (label: string, changes: object) =>
        (await consultant.post('/v1/rounds', roundRequest({ ...season, label, ...changes }))).body.id
      const terms = [{ kind: 'school-holiday', scope: 'region' }]
      const requiring = await further('Requiring school terms', { requiredCalendars: terms })
      const lenient = await further('Lenient', {})
      const summit = { triadId: null, kind: 'summit', title: 'Summit' }
      await round.proposed({ date: tuesday(9) })
      const event = {
        commitment: await round.confirmed({ date: tuesday(0) }),
        event: await round.proposed({ date: tuesday(1) }),
        stale: await round.proposed({ ...summit, roundId: requiring, date: tuesday(2) }),
        round: await round.proposed({ ...summit, roundId: lenient, date: tuesday(3) }),
        people: await round.proposed({ triadId: triads[1], date: tuesday(8) }),
      }
      const goesStale = Date.now() + STALE_AFTER_MS
      await round.calendar({
        kind: 'school-holiday',
        name: 'School terms',
        scope: { kind: 'region' },
        commitments: [],
        coversFrom: null,
        coversTo: null,
        checkedAt: new Date(goesStale - DAY_MS).toISOString(),
        staleAfterDays: 1,
      })
      t.ok(Number.isFinite(await until(async () => !(await waits(database)))), 'everything was looked at')
      await markAll(database)
      t.ok(Date.now() < goesStale, 'before the calendar is stale')

      await round.calendar(conference({ from: tuesday(0), to: tuesday(0) }))
      const moved = DateTime.fromISO(tuesday(1)).plus({ days: 4 }).toISODate()
      await round.move(event.event, 'reschedule', { date: moved, reason: 'A Saturday, by mistake.' })
      await change(consultant, `/v1/rounds/${lenient}`, { policy: { clashes: { shortNoticeWeeks: 52 } } })
      const director = round.authorities.Oxfordshire?.director.personId
      const { body: posts } = await consultant.get(`/v1/appointments?personId=${director}`)
      await change(consultant, `/v1/appointments/${posts.items[0].id}`, { until: tuesday(8) })

      const took = {
        commitment: until(() => found(database, event.commitment, 'conference', 'commitment')),
        event: until(() => found(database, event.event, 'weekend', 'event')),
        round: until(() => found(database, event.round, 'short-notice', 'round')),
        people: until(() => found(database, event.people, 'too-few-directors', 'people')),
        stale: until(() => found(database, event.stale, 'calendar-unknown', 'stale')),
      }
      for (const [cause, milliseconds] of Object.entries(took))
        t.ok((await milliseconds) < WITHIN_MS, `${cause}: found after ${await milliseconds} ms`)

      t.same(
        new Set(await judgedAgain(database)),
        new Set(Object.values(event)),
        'no other event was judged again',
      )

      const interim = await consultant.post('/v1/people', { name: 'Interim director, Oxfordshire' })
      await markAll(database)
      await consultant.post('/v1/appointments', {
        personId: interim.body.id,
        role: 'director',
        authorities: [ref('Oxfordshire')],
        from: tuesday(8),
      })
      const filled = await until(
        async () => !(await found(database, event.people, 'too-few-directors', 'people')),
      )
      t.ok(filled < WITHIN_MS, `an appointment that begins: looked at after ${filled} ms`)
      t.same(await judgedAgain(database), [event.people])
    },
  )
}
