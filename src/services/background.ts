import { type Database, inTransaction } from '../db/database.ts'
import { selectRegions } from '../db/people.ts'
import type { Appointment } from '../domain/access/actor.ts'
import type { Region, Work } from './use-case.ts'

/** Does work of the service's own in one region, in one transaction; nobody acts, so it sees as the consultant does. */
export const inRegion = <T>(
  database: Database,
  region: Region,
  now: Date,
  run: (work: Work) => Promise<T>,
): Promise<T> =>
  inTransaction(database, { regionId: region.id, personId: null, now }, (trx) =>
    run({
      trx,
      now,
      region,
      actor: {
        personId: '',
        regionId: region.id,
        operator: false,
        appointments: [CONSULTANT],
        now,
      },
      record: () => {},
      unchanged: () => ({ ok: true, value: null }),
    }),
  )

const CONSULTANT: Appointment = {
  id: '',
  personId: '',
  role: 'consultant',
  authorityIds: [],
  from: '0001-01-01',
  until: null,
  eventId: null,
}

/** Every region of this service, by name. */
export const everyRegion = (database: Database, now: Date): Promise<Region[]> =>
  inTransaction(database, { regionId: '*', personId: null, now }, (trx) =>
    selectRegions(trx).orderBy('name').execute(),
  )
