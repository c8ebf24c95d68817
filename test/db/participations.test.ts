import { sql } from 'kysely'
import t from 'tap'
import { constraintFailure } from '../../src/db/constraints.ts'
import { type Handle, inTransaction } from '../../src/db/database.ts'
import { holdEveryone } from '../../src/db/participations.ts'
import { eachEngine } from '../fixtures/databases.ts'
import { startRound } from '../fixtures/events.ts'

void eachEngine(
  t,
  'should let the database refuse a double booking that nobody looked for',
  async (t, database) => {
    const round = await startRound(t, database)
    const regionId = (await round.consultant.get('/v1/me')).body.region.id
    await round.confirmed()
    const second = await round.proposed({ startTime: '12:00', endTime: '15:00' })
    const scope = { regionId, personId: round.consultant.personId, now: new Date('2019-05-10T09:00:00Z') }
    const book = (before: (trx: Handle) => Promise<unknown>) =>
      inTransaction(database, scope, async (trx) => {
        await before(trx)
        await holdEveryone(trx, [second])
        return null
      }).catch(constraintFailure)
    const refused = { ok: false, failure: { code: 'double-booked' } }
    t.match(await book(async () => {}), refused, 'at the statement')
    const deferred = (trx: Handle) => sql`set constraints person_double_booked deferred`.execute(trx)
    t.match(await book(deferred), refused, 'at the commit')
  },
)
