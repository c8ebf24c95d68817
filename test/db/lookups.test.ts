import { sql } from 'kysely'
import t from 'tap'
import { roundsById, triadsIn } from '../../src/db/circles.ts'
import { inTransaction } from '../../src/db/database.ts'
import { isInstant, lookUp } from '../../src/db/lookups.ts'
import { namesIn } from '../../src/db/names.ts'
import { findRound, loadTriads } from '../../src/db/rounds.ts'
import { eachEngine } from '../fixtures/databases.ts'
import { startRound } from '../fixtures/events.ts'

void eachEngine(
  t,
  'what is looked up together is what each statement gives by itself, to whoever may see it',
  async (t, database) => {
    const round = await startRound(t, database)
    const regionId = (await round.consultant.get('/v1/me')).body.region.id
    const id: string = (await round.consultant.get('/v1/rounds')).body.items[0].id
    const now = new Date('2019-05-10T09:00:00Z')
    const look = (seenFrom: string | null) =>
      inTransaction(database, { regionId: seenFrom, personId: null, now }, async (trx) => ({
        together: await lookUp(trx, {
          rounds: roundsById([id]),
          triads: triadsIn([id]),
          none: triadsIn([]),
          names: namesIn(regionId),
        }),
        round: await findRound(trx, id),
        triads: await loadTriads(trx, id),
      }))
    // More often than a connection plans anew, and by turns, so that no plan shows one what another may see.
    for (let turn = 0; turn < 8; turn++) {
      const { together, round: alone, triads } = await look(regionId)
      t.strictSame(together.rounds.get(id), alone)
      t.strictSame(new Set(together.triads.values()), new Set(triads))
      t.ok(triads.length > 0 && Object.keys(together.names.offices).length > 0)
      t.equal(together.none.size, 0)
      const hidden = (await look(null)).together
      t.equal(hidden.rounds.size + hidden.triads.size + Object.keys(hidden.names.authorities).length, 0)
    }
  },
)

/** Instants by other names, which nothing reads in a lookup. */
const NOT_LOOKED_UP = new Set([
  'challenge_event.state_since',
  'self_assessment.state_since',
  'paper_reader.reads_from',
  'paper_reader.reads_until',
  'reading_grant.grants_from',
  'reading_grant.grants_until',
])

void eachEngine(
  t,
  'a column that lookups read is an instant exactly where its name says so',
  async (t, database) => {
    const { rows } = await sql<{ name: string; isInstant: boolean }>`
    select attrelid::regclass || '.' || attname as name, atttypid = 'timestamptz'::regtype as is_instant
    from pg_attribute join pg_class on pg_class.oid = attrelid
    where relkind = 'r' and relnamespace = 'public'::regnamespace and attnum > 0 and not attisdropped`.execute(
      database.kysely,
    )
    t.ok(rows.length > 200)
    for (const { name, isInstant: really } of rows.filter((row) => !NOT_LOOKED_UP.has(row.name)))
      t.equal(isInstant(name.split('.')[1] ?? ''), really, name)
  },
)
