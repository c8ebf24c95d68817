import {
  calendarKindOf,
  insertCalendarKind,
  loadCalendarKinds,
  selectCalendarKinds,
  updateCalendarKind,
} from '../../db/calendar-kinds.ts'
import { type PageRequest, pageOf } from '../../db/page.ts'
import { mayChangeProgramme, maySeeProgramme } from '../../domain/access/operations.ts'
import { UNAVAILABLE_KIND } from '../../domain/calendars/access.ts'
import { type CalendarKind, mayFeed, severityFits } from '../../domain/calendars/kinds.ts'
import { fault, type Result, success } from '../../domain/failures.ts'
import { allow, notFound, reading, regionOf, type Work, writing } from '../use-case.ts'

/** What of a kind can be changed: what is undefined stays. */
export interface CalendarKindChange {
  readonly name: string
  readonly label?: string | undefined
  readonly entries?: string | undefined
  readonly severity?: CalendarKind['severity'] | undefined
}

const mayRead = (work: Work): Result<null> =>
  allow(maySeeProgramme(work.actor, regionOf(work).id), 'You hold no office here now.')

const mayWrite = (work: Work): Result<null> =>
  allow(
    mayChangeProgramme(work.actor, regionOf(work).id),
    'The kinds of calendars are set by the programme consultant.',
  )

/** The region's kind of this name. */
const findKind = async (work: Work, name: string): Promise<Result<CalendarKind>> => {
  const allowed = mayRead(work)
  if (!allowed.ok) return allowed
  const row = await selectCalendarKinds(work.trx, regionOf(work).id)
    .where('name', '=', name)
    .executeTakeFirst()
  return row ? success(calendarKindOf(row)) : notFound()
}

/** The region's kinds of calendars by name. */
export const listCalendarKinds = reading({
  authorise: async (work) => mayRead(work),
  run: async (work, input: PageRequest) => {
    const page = await pageOf(
      selectCalendarKinds(work.trx, regionOf(work).id),
      { column: 'name', type: 'text', idColumn: 'id' },
      input,
    )
    return page.ok ? success({ ...page.value, items: page.value.items.map(calendarKindOf) }) : page
  },
})

/** One of the region's kinds of calendars. */
export const readCalendarKind = reading<{ name: string }, CalendarKind, CalendarKind>({
  authorise: (work, { name }) => findKind(work, name),
  run: async (_work, _input, kind) => success(kind),
})

/** The consultant adds a kind of calendars, which feeds one of the rules that commitments break. */
export const createCalendarKind = writing<Omit<CalendarKind, 'unknownByAbsence'>, null, CalendarKind>({
  authorise: async (work) => mayWrite(work),
  run: async (work, input) => {
    if (input.name === UNAVAILABLE_KIND)
      return fault('/name', 'This word stands for what a viewer may not know: choose another name.')
    for (const fits of [mayFeed(input.feeds), severityFits(input, input.severity)]) if (!fits.ok) return fits
    const kind = { ...input, unknownByAbsence: input.feeds !== 'inspection-on-site' }
    await insertCalendarKind(work.trx, regionOf(work).id, kind, work.now)
    work.record('calendar-kind', null, { name: kind.name, feeds: kind.feeds })
    return success(kind)
  },
})

/** The consultant says how severe a kind's clashes are in the region, or what it is called in sentences. */
export const changeCalendarKind = writing<CalendarKindChange, CalendarKind, CalendarKind>({
  authorise: async (work, { name }) => {
    const kind = await findKind(work, name)
    if (!kind.ok) return kind
    const allowed = mayWrite(work)
    return allowed.ok ? kind : allowed
  },
  run: async (work, { name, ...change }, kind) => {
    const same = work.unchanged(kind)
    if (!same.ok) return same
    const given = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined))
    const changed: CalendarKind = { ...kind, ...given }
    const fits = severityFits(changed, changed.severity)
    if (!fits.ok) return fits
    await updateCalendarKind(work.trx, regionOf(work).id, changed)
    work.record('calendar-kind', null, { name, ...given })
    return success(changed)
  },
})

/** The region's kinds by their names. */
export const kindsOf = (work: Work) => loadCalendarKinds(work.trx, regionOf(work).id)
