import { covers } from '../domain/calendars/coverage.ts'
import { daysOfSpan, eachDay, type LocalDate } from '../domain/intervals.ts'
import type { BankHolidays } from '../domain/working-days.ts'
import { commitmentOf, loadCalendars, selectCommitments } from './calendars.ts'
import type { Handle } from './database.ts'

/** What the region's calendars of bank holidays, those that answer for all of it, know. */
export const loadBankHolidays = async (
  trx: Handle,
  region: { readonly id: string; readonly timezone: string },
): Promise<BankHolidays> => {
  const calendars = (await loadCalendars(trx, region.id)).filter(
    ({ feeds, scope }) => feeds === 'bank-holiday' && scope.kind === 'region',
  )
  const rows =
    calendars.length === 0
      ? []
      : await selectCommitments(trx)
          .where(
            'commitment.calendarId',
            'in',
            calendars.map(({ id }) => id),
          )
          .execute()
  const days = new Set<LocalDate>(
    rows
      .map((row) => commitmentOf(row, { kind: 'region' }))
      .filter(({ scope }) => scope.kind === 'region')
      .flatMap(({ span, wholeDays }) => eachDay(wholeDays ?? daysOfSpan(span, region.timezone))),
  )
  return {
    has: (day) => days.has(day),
    covers: (day) => calendars.some((calendar) => covers(calendar, { first: day, last: day })),
  }
}
