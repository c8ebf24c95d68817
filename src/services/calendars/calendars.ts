import { sql } from 'kysely'
import {
  type CalendarSettings,
  calendarOf,
  insertCalendar,
  insertCommitments,
  type NewCommitment,
  selectCalendars,
  updateCalendar,
} from '../../db/calendars.ts'
import { type PageRequest, pageOf } from '../../db/page.ts'
import { isConsultant, maySeeProgramme, officesOf } from '../../domain/access/operations.ts'
import { calendarAsSeenBy, mayWriteCalendar, type SeenCalendar } from '../../domain/calendars/access.ts'
import type { Calendar } from '../../domain/calendars/calendar.ts'
import { AVAILABILITY, kindNamed, PERSONAL } from '../../domain/calendars/kinds.ts'
import { claimMakesSense, scopeFitsKind } from '../../domain/calendars/registration.ts'
import { fault, type Result, success } from '../../domain/failures.ts'
import type { LocalDate } from '../../domain/intervals.ts'
import { allow, notFound, reading, regionOf, type Work, writing } from '../use-case.ts'
import { type CommitmentRequest, newCommitment, notYours, within } from './entries.ts'
import { kindsOf } from './kinds.ts'
import { resolveScope, type ScopeRequest } from './scopes.ts'

const NO_OFFICE = 'You hold no office here now.'

export interface CalendarRequest {
  /** The name of one of the region's kinds. */
  readonly kind: string
  readonly name: string
  readonly scope: ScopeRequest
  readonly coversFrom: LocalDate | null
  readonly coversTo: LocalDate | null
  /** Null for now. */
  readonly checkedAt: Date | null
  readonly staleAfterDays: number | null
  readonly commitments: readonly CommitmentRequest[]
}

/** A change of what is given; `confirm` says that its source gave the same answer now. */
export interface CalendarChange {
  readonly id: string
  readonly settings: { readonly [K in keyof CalendarSettings]?: CalendarSettings[K] | undefined }
  readonly confirm: boolean
}

const calendarsOf = (work: Work) =>
  selectCalendars(work.trx).where('calendar.regionId', '=', regionOf(work).id)

/** What a calendar is asked to be about, and for whom. */
type Asked = Pick<Calendar, 'kind' | 'feeds' | 'scope'>

/** The calendar as the caller may see it. One that they may not see is none of theirs to be asked for. */
const seen = (work: Work, calendar: Calendar): SeenCalendar | null =>
  calendarAsSeenBy(work.actor, regionOf(work).id, calendar)

const shown = (work: Work, calendar: Calendar): Result<SeenCalendar> => {
  const view = seen(work, calendar)
  return view ? success(view) : notFound()
}

/** The calendar with this id, if the caller may know of it. */
export const findCalendar = async (
  work: Work,
  id: string,
  lock: 'for-change' | 'none' = 'none',
): Promise<Result<Calendar>> => {
  if (!maySeeProgramme(work.actor, regionOf(work).id)) return notFound()
  const query = calendarsOf(work).where('calendar.id', '=', id)
  const row = await (lock === 'none' ? query : query.forUpdate('calendar')).executeTakeFirst()
  const calendar = row && calendarOf(row)
  return calendar && seen(work, calendar) ? success(calendar) : notFound()
}

/**
 * A calendar is registered, with its first commitments where they are given: so an authority's office enters an
 * inspection, or its school terms, in one step. It answers as of now unless it says when its source was asked.
 */
export const createCalendar = writing<CalendarRequest, Asked, SeenCalendar>({
  authorise: async (work, input) => {
    const allowed = allow(maySeeProgramme(work.actor, regionOf(work).id), NO_OFFICE)
    if (!allowed.ok) return allowed
    const scope = await resolveScope(work, input.scope)
    if (!scope.ok) return scope
    const kind = kindNamed(await kindsOf(work), input.kind, '/kind')
    if (!kind.ok) return kind
    const asked = { kind: kind.value.name, feeds: kind.value.feeds, scope: scope.value }
    const fits = scopeFitsKind(asked)
    if (!fits.ok) return fits
    return mayWriteCalendar(work.actor, asked) ? success(asked) : notYours(asked)
  },
  run: async (work, input, about) => {
    const region = regionOf(work)
    const { name, coversFrom, coversTo, staleAfterDays } = input
    const checkedAt = input.checkedAt ?? work.now
    const asked = { ...about, name, coversFrom, coversTo, checkedAt, staleAfterDays }
    const sensible = claimMakesSense(asked, work.now)
    if (!sensible.ok) return sensible
    const calendar = await insertCalendar(work.trx, region.id, asked, work.now)
    const commitments: NewCommitment[] = []
    for (const [index, request] of input.commitments.entries()) {
      const commitment = within(`/commitments/${index}`, await newCommitment(work, calendar, request))
      if (!commitment.ok) return commitment
      commitments.push(commitment.value)
    }
    await insertCommitments(work.trx, region.id, calendar.id, commitments, work.now)
    work.record('calendar', calendar.id, { kind: about.kind, commitments: commitments.length })
    return shown(work, calendar)
  },
})

/**
 * The calendars that the caller may know of, oldest first: in the order of names a hidden name would show by its
 * place, and in every cursor.
 */
export const listCalendars = reading({
  authorise: async (work) => allow(maySeeProgramme(work.actor, regionOf(work).id), NO_OFFICE),
  run: async (work, input: PageRequest) => {
    const { actor } = work
    const query = calendarsOf(work).$if(!isConsultant(actor), (all) =>
      all.where((calendar) =>
        calendar.or([
          calendar('calendar.kind', 'not in', [PERSONAL, AVAILABILITY]),
          calendar.exists(
            calendar
              .selectFrom('calendarPerson')
              .select('personId')
              .whereRef('calendarId', '=', 'calendar.id')
              .where('personId', '=', actor.personId),
          ),
          calendar.and([
            calendar('calendar.kind', '=', AVAILABILITY),
            calendar.exists(
              calendar
                .selectFrom('calendarAuthority')
                .select('authorityId')
                .whereRef('calendarId', '=', 'calendar.id')
                .where('authorityId', '=', sql<string>`any(${officesOf(actor)}::uuid[])`),
            ),
          ]),
        ]),
      ),
    )
    const page = await pageOf(
      query,
      { column: 'calendar.createdAt', type: 'timestamptz', idColumn: 'calendar.id' },
      input,
    )
    if (!page.ok) return page
    const items = page.value.items.flatMap((row) => seen(work, calendarOf(row)) ?? [])
    return success({ ...page.value, items })
  },
})

/** One calendar. */
export const readCalendar = reading<{ id: string }, Calendar, SeenCalendar>({
  authorise: (work, input) => findCalendar(work, input.id),
  run: async (work, _input, calendar) => shown(work, calendar),
})

/** A calendar's name and what it is trusted for are changed, or its answer is confirmed. */
export const changeCalendar = writing<CalendarChange, Calendar, SeenCalendar>({
  authorise: async (work, input) => {
    const calendar = await findCalendar(work, input.id, 'for-change')
    return !calendar.ok || mayWriteCalendar(work.actor, calendar.value) ? calendar : notYours(calendar.value)
  },
  run: async (work, { settings, confirm }, calendar) => {
    const same = work.unchanged(seen(work, calendar))
    if (!same.ok) return same
    if (confirm && settings.checkedAt !== undefined) {
      return fault('/confirm', 'Say that it is confirmed now, or when it was checked, not both.')
    }
    const given = Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined))
    const changed: Calendar = {
      ...calendar,
      ...given,
      ...(confirm && { checkedAt: work.now, refusedEntries: 0 }),
    }
    const sensible = claimMakesSense(changed, work.now)
    if (!sensible.ok) return sensible
    await updateCalendar(work.trx, calendar.id, changed)
    work.record('calendar', calendar.id, { changed: Object.keys(given), confirmed: confirm })
    return shown(work, changed)
  },
})
