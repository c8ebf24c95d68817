import { loadBankHolidays } from '../../../db/bank-holidays.ts'
import { loadCalendars, loadCommitments } from '../../../db/calendars.ts'
import { type LocalDate, type Span, spanOfDays } from '../../../domain/intervals.ts'
import { isAwayThroughout } from '../../../domain/moderation/availability.ts'
import { regionOf, type Work } from '../../use-case.ts'
import { todayOf } from '../eligible.ts'

/** Whether somebody is out of office, by their own calendars, on every working day from today to a day. */
export type IsAway = (personId: string, until: LocalDate) => boolean

/** Reads who of some people is out of office when, from today to the last of the days asked for. */
export const loadAway = async (
  work: Work,
  personIds: readonly string[],
  last: LocalDate,
): Promise<IsAway> => {
  const { trx } = work
  const { id: regionId, timezone: zone } = regionOf(work)
  const today = todayOf(work)
  const span = spanOfDays({ first: today, last: last > today ? last : today }, zone)
  const out = new Map<string, Span[]>(personIds.map((id) => [id, []]))
  const own = (await loadCalendars(trx, regionId)).filter(
    ({ feeds, scope }) =>
      feeds === 'personal-busy' && scope.kind === 'persons' && scope.ids.some((id) => out.has(id)),
  )
  const commitments = await loadCommitments(
    trx,
    own.map((calendar) => ({ ...span, calendar })),
  )
  for (const { scope, busy, span: taken } of commitments)
    if (busy === 'out-of-office' && scope.kind === 'persons')
      for (const id of scope.ids) out.get(id)?.push(taken)
  const bankHolidays = await loadBankHolidays(trx, regionOf(work))
  const known = new Map<string, boolean>()
  return (personId, until) => {
    const key = `${personId} ${until}`
    const before = known.get(key)
    if (before !== undefined) return before
    const is = isAwayThroughout(out.get(personId) ?? [], { first: today, last: until }, bankHolidays, zone)
    known.set(key, is)
    return is
  }
}
