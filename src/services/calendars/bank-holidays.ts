import { addBankHolidays, lockKeptBankHolidays } from '../../db/bank-holidays.ts'
import { insertCalendar, updateCalendar } from '../../db/calendars.ts'
import type { Database } from '../../db/database.ts'
import { everyRegion, inRegion } from '../background.ts'
import { bankHolidays } from '../bank-holidays.ts'
import { type Region, regionOf, type Work } from '../use-case.ts'

/** Bank holidays are listed from this year on: no round of the programme is older. */
const FROM = 2018
/** For as many years ahead they are always listed, and for no more than these even where a round's window is. */
const AHEAD = 5
const FARTHEST = 20

/** Gives a new region its calendar of bank holidays, which the service keeps from then on. */
export const createBankHolidays = async (work: Work, region: Region): Promise<void> => {
  const years = { first: FROM, last: work.now.getUTCFullYear() + AHEAD }
  const { id } = await insertCalendar(
    work.trx,
    region.id,
    {
      kind: 'bank-holiday',
      feeds: 'bank-holiday',
      name: 'Bank holidays',
      scope: { kind: 'region' },
      coversFrom: `${years.first}-01-01`,
      coversTo: `${years.last}-12-31`,
      checkedAt: work.now,
      staleAfterDays: null,
    },
    work.now,
    true,
  )
  await addBankHolidays(work.trx, region, id, bankHolidays(years), work.now)
}

/**
 * Lengthens the region's calendar of bank holidays to the end of a year, if it ends before; but for twenty years
 * ahead at most, beyond which a date is a slip. What the consultant changed within the years that it covers stays.
 */
export const coverBankHolidays = async (work: Work, year: number): Promise<void> => {
  const region = regionOf(work)
  const last = Math.min(year, work.now.getUTCFullYear() + FARTHEST)
  const calendar = await lockKeptBankHolidays(work.trx, region.id)
  if (calendar === null || calendar.coversTo === null) return
  const { id, coversTo } = calendar
  const end = `${last}-12-31`
  if (coversTo >= end) return
  const added = bankHolidays({ first: Number(coversTo.slice(0, 4)), last }).filter(
    ({ date }) => date > coversTo,
  )
  await addBankHolidays(work.trx, region, id, added, work.now)
  await updateCalendar(work.trx, id, { ...calendar, coversTo: end, checkedAt: work.now })
}

/** Keeps every region's bank holidays five years ahead; for the service's own doing, now and again. */
export const keepBankHolidays = async (database: Database, now: () => Date): Promise<void> => {
  for (const region of await everyRegion(database, now()))
    await inRegion(database, region, now(), (work) =>
      coverBankHolidays(work, work.now.getUTCFullYear() + AHEAD),
    )
}
