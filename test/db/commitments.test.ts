import fc from 'fast-check'
import { sql } from 'kysely'
import t from 'tap'
import { insertCalendar, insertCommitments, loadCommitments } from '../../src/db/calendars.ts'
import { inTransaction } from '../../src/db/database.ts'
import { eachEngine } from '../fixtures/databases.ts'
import { startService } from '../fixtures/service.ts'

const HOUR = 3_600_000
const WEEK = 168
const NOW = new Date('2019-05-13T09:00:00Z')
/** Around it the clocks go back. */
const BASE = Date.parse('2019-10-20T00:00:00Z')

const at = (hours: number) => new Date(BASE + hours * HOUR)

/** In hours: as often about a week long as not. */
const stretch = fc.record({
  from: fc.integer({ min: 0, max: 400 }),
  hours: fc.oneof(
    fc.integer({ min: 1, max: 30 }),
    fc.integer({ min: WEEK - 2, max: WEEK + 2 }),
    fc.constant(WEEK),
  ),
})

void eachEngine(t, 'should find what meets a time, however long it lasts', async (t, database) => {
  const service = await startService(t, database)
  const { id: regionId } = await service.region()
  const look = <T>(work: Parameters<typeof inTransaction<T>>[2], discard = true) =>
    inTransaction(database, { regionId, personId: null, now: NOW }, work, { discard })
  await fc.assert(
    fc.asyncProperty(
      fc.array(stretch, { maxLength: 12 }),
      fc.array(stretch, { minLength: 1, maxLength: 4 }),
      async (entries, asked) => {
        const found = await look(async (trx) => {
          await sql`set local time zone 'Europe/London'`.execute(trx)
          const calendar = await insertCalendar(
            trx,
            regionId,
            {
              kind: 'conference',
              feeds: 'conference',
              name: 'Any',
              scope: { kind: 'region' },
              coversFrom: null,
              coversTo: null,
              checkedAt: NOW,
              staleAfterDays: null,
            },
            NOW,
          )
          const ids = await insertCommitments(
            trx,
            regionId,
            calendar.id,
            entries.map(({ from, hours }) => ({
              title: 'Any',
              span: { from: at(from), until: at(from + hours) },
              wholeDays: null,
              busy: 'busy',
              authorityIds: [],
            })),
            NOW,
          )
          const met = await loadCommitments(
            trx,
            asked.map(({ from, hours }) => ({ calendar, from: at(from), until: at(from + hours) })),
          )
          return met.map(({ id }) => ids.indexOf(id)).toSorted((a, b) => a - b)
        })
        const expected = entries.flatMap((entry, index) =>
          asked.some((span) => entry.from < span.from + span.hours && span.from < entry.from + entry.hours)
            ? [index]
            : [],
        )
        t.strictSame(found, expected)
      },
    ),
    { numRuns: 60 },
  )
})
