import type { LocalDate } from '../domain/intervals.ts'
import { spanOfDays } from '../domain/intervals.ts'
import type { Handle } from './database.ts'

/** Writes the calendar of a region's bank holidays, whole days, for the years from `first` to `last`. */
export const insertBankHolidays = async (
  trx: Handle,
  region: { readonly id: string; readonly timezone: string },
  days: readonly { readonly date: LocalDate; readonly title: string }[],
  years: { readonly first: number; readonly last: number },
  now: Date,
): Promise<void> => {
  const { id: calendarId } = await trx
    .insertInto('calendar')
    .values({
      regionId: region.id,
      kind: 'bank-holiday',
      name: 'Bank holidays',
      scope: 'region',
      coversFrom: `${years.first}-01-01`,
      coversTo: `${years.last}-12-31`,
      checkedAt: now,
      createdAt: now,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  const rows = days.map(({ date, title }) => {
    const span = spanOfDays({ first: date, last: date }, region.timezone)
    return {
      regionId: region.id,
      calendarId,
      title,
      firstDay: date,
      lastDay: date,
      startsAt: span.from,
      endsAt: span.until,
      busy: 'busy',
      createdAt: now,
    }
  })
  await trx.insertInto('commitment').values(rows).execute()
}
