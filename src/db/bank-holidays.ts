import type { Calendar } from '../domain/calendars/calendar.ts'
import { covers } from '../domain/calendars/coverage.ts'
import { daysOfSpan, eachDay, type LocalDate, spanOfDays } from '../domain/intervals.ts'
import type { BankHolidays } from '../domain/working-days.ts'
import {
  calendarOf,
  commitmentOf,
  insertCommitments,
  loadCalendars,
  type NewCommitment,
  selectCalendars,
  selectCommitments,
} from './calendars.ts'
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

/** The calendar of bank holidays that the service keeps for a region, locked against other changes; null for none. */
export const lockKeptBankHolidays = async (trx: Handle, regionId: string): Promise<Calendar | null> => {
  const row = await selectCalendars(trx)
    .where('calendar.regionId', '=', regionId)
    .where('calendar.kind', '=', 'bank-holiday')
    .where('calendar.keptByService', '=', true)
    .forUpdate('calendar')
    .executeTakeFirst()
  return row ? calendarOf(row) : null
}

/** Adds whole days to a calendar, but for those that it has. */
export const addBankHolidays = async (
  trx: Handle,
  region: { readonly id: string; readonly timezone: string },
  calendarId: string,
  days: readonly { readonly date: LocalDate; readonly title: string }[],
  now: Date,
): Promise<void> => {
  const rows = await trx
    .selectFrom('commitment')
    .select('firstDay')
    .where('calendarId', '=', calendarId)
    .execute()
  const there = new Set(rows.map(({ firstDay }) => firstDay))
  const added = days
    .filter(({ date }) => !there.has(date))
    .map(({ date, title }): NewCommitment => {
      const wholeDays = { first: date, last: date }
      const span = spanOfDays(wholeDays, region.timezone)
      return { title, span, wholeDays, busy: 'busy', authorityIds: [] }
    })
  await insertCommitments(trx, region.id, calendarId, added, now)
}
