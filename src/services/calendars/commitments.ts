import {
  commitmentOf,
  deleteCommitment,
  duringSpan,
  insertCommitments,
  type NewCommitment,
  type StoredCommitment,
  selectCommitments,
  updateCommitment,
} from '../../db/calendars.ts'
import { type PageRequest, pageOf } from '../../db/page.ts'
import { commitmentAsSeenBy, mayWriteCommitment } from '../../domain/calendars/access.ts'
import type { Calendar } from '../../domain/calendars/calendar.ts'
import { type EnteredTime, enteredTimeOf, timeAfter } from '../../domain/calendars/entry.ts'
import { fault, type Result, success } from '../../domain/failures.ts'
import { addDays, type LocalDate, startOfDay } from '../../domain/intervals.ts'
import { type AuthorityRef, resolveAuthorities } from '../people/authorities.ts'
import { notFound, reading, regionOf, type Work, writing } from '../use-case.ts'
import { findCalendar } from './calendars.ts'
import { type CommitmentRequest, checkedCommitment, newCommitment, notYours } from './entries.ts'

/** A commitment as the caller may see it, its time also as it is entered in the region's zone. */
export interface SeenCommitment extends StoredCommitment {
  readonly entered: EnteredTime
}

/** A commitment of a calendar, found for a change. */
interface Found {
  readonly calendar: Calendar
  readonly commitment: StoredCommitment
}

interface ById {
  readonly id: string
  readonly commitmentId: string
}

/** A change of what is given: what is undefined (in the time: null) stays. */
export interface CommitmentChange extends EnteredTime {
  readonly title?: string | undefined
  readonly busy?: 'busy' | 'out-of-office' | undefined
  readonly authorities?: readonly AuthorityRef[] | undefined
}

const viewOf = (work: Work, calendar: Calendar, commitment: StoredCommitment): SeenCommitment => ({
  ...commitmentAsSeenBy(work.actor, calendar, commitment),
  entered: enteredTimeOf(commitment, regionOf(work).timezone),
})

/** A look by anybody but its owner into a personal calendar is kept in the audit log. */
const recordLook = (work: Work, { id, kind, scope }: Calendar): void => {
  const own = scope.kind === 'persons' && scope.ids.includes(work.actor.personId)
  if (kind === 'personal' && !own) work.record('calendar', id)
}

const findCommitment = async (
  work: Work,
  { id, commitmentId }: ById,
  lock: 'for-change' | 'none' = 'none',
): Promise<Result<Found>> => {
  const calendar = await findCalendar(work, id)
  if (!calendar.ok) return calendar
  const query = selectCommitments(work.trx)
    .where('commitment.calendarId', '=', id)
    .where('commitment.id', '=', commitmentId)
  const row = await (lock === 'none' ? query : query.forUpdate()).executeTakeFirst()
  if (!row) return notFound()
  return success({ calendar: calendar.value, commitment: commitmentOf(row, calendar.value.scope) })
}

/** `findCommitment` for somebody who may change or remove it as it is. */
const findWritable = async (work: Work, input: ById): Promise<Result<Found>> => {
  const found = await findCommitment(work, input, 'for-change')
  if (!found.ok) return found
  const { calendar, commitment } = found.value
  return mayWriteCommitment(work.actor, calendar, commitment.scope) ? found : notYours(calendar)
}

/** The commitment as it was just written. */
export const stored = async (
  work: Work,
  calendar: Calendar,
  commitmentId: string,
): Promise<Result<SeenCommitment>> => {
  const found = await findCommitment(work, { id: calendar.id, commitmentId })
  return found.ok ? success(viewOf(work, calendar, found.value.commitment)) : found
}

/** A calendar's commitments in the order of time, those only that touch the local days from `from` to `to`. */
export const listCommitments = reading<
  PageRequest & { id: string; from?: LocalDate | undefined; to?: LocalDate | undefined },
  Calendar,
  { items: readonly SeenCommitment[]; nextCursor: string | null }
>({
  authorise: (work, input) => findCalendar(work, input.id),
  run: async (work, input, calendar) => {
    const { from, to } = input
    if (from !== undefined && to !== undefined && to < from) {
      return fault('?to', 'The last day comes before the first.')
    }
    const zone = regionOf(work).timezone
    const span = {
      from: from === undefined ? null : startOfDay(from, zone),
      until: to === undefined ? null : startOfDay(addDays(to, 1), zone),
    }
    const page = await pageOf(
      selectCommitments(work.trx).where('commitment.calendarId', '=', calendar.id).where(duringSpan(span)),
      { column: 'commitment.startsAt', type: 'timestamptz', idColumn: 'commitment.id' },
      input,
    )
    if (!page.ok) return page
    recordLook(work, calendar)
    const items = page.value.items.map((row) => viewOf(work, calendar, commitmentOf(row, calendar.scope)))
    return success({ ...page.value, items })
  },
})

/** One commitment. */
export const readCommitment = reading<ById, Found, SeenCommitment>({
  authorise: (work, input) => findCommitment(work, input),
  run: async (work, _input, { calendar, commitment }) => {
    recordLook(work, calendar)
    return success(viewOf(work, calendar, commitment))
  },
})

/** A commitment is entered into a calendar by whoever may write it there. */
export const createCommitment = writing<
  { id: string; request: CommitmentRequest },
  { calendar: Calendar; commitment: NewCommitment },
  SeenCommitment
>({
  authorise: async (work, { id, request }) => {
    const calendar = await findCalendar(work, id)
    if (!calendar.ok) return calendar
    const commitment = await newCommitment(work, calendar.value, request)
    return commitment.ok ? success({ calendar: calendar.value, commitment: commitment.value }) : commitment
  },
  run: async (work, { id }, { calendar, commitment }) => {
    const [commitmentId = ''] = await insertCommitments(
      work.trx,
      regionOf(work).id,
      id,
      [commitment],
      work.now,
    )
    work.record('commitment', commitmentId, { calendarId: id })
    return stored(work, calendar, commitmentId)
  },
})

/** A commitment is changed by whoever may write it both as it was and as it becomes. */
export const changeCommitment = writing<ById & { change: CommitmentChange }, Found, SeenCommitment>({
  authorise: findWritable,
  run: async (work, input, { calendar, commitment }) => {
    const same = work.unchanged(viewOf(work, calendar, commitment))
    if (!same.ok) return same
    const { change } = input
    const narrowed = change.authorities
      ? await resolveAuthorities(work, change.authorities, '/authorities')
      : success(commitment.authorityIds)
    if (!narrowed.ok) return narrowed
    const region = regionOf(work)
    const changed = checkedCommitment(work, calendar, {
      title: change.title ?? (commitment.title || null),
      busy: change.busy ?? commitment.busy,
      time: timeAfter(commitment, change, region.timezone),
      authorityIds: narrowed.value,
    })
    if (!changed.ok) return changed
    await updateCommitment(work.trx, commitment.id, changed.value)
    work.record('commitment', commitment.id, { calendarId: calendar.id })
    return stored(work, calendar, commitment.id)
  },
})

/** A commitment is taken out of its calendar. */
export const removeCommitment = writing<ById, Found, undefined>({
  authorise: findWritable,
  run: async (work, _input, { calendar, commitment }) => {
    const same = work.unchanged(viewOf(work, calendar, commitment))
    if (!same.ok) return same
    await deleteCommitment(work.trx, commitment.id)
    work.record('commitment', commitment.id, { calendarId: calendar.id })
    return success(undefined)
  },
})
