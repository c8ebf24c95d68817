import type { NewCommitment } from '../../db/calendars.ts'
import { mayWriteCommitment } from '../../domain/calendars/access.ts'
import type { Calendar } from '../../domain/calendars/calendar.ts'
import {
  type EnteredTime,
  type KeptTime,
  scopeOfCommitment,
  timeOf,
  titleOf,
} from '../../domain/calendars/entry.ts'
import { AVAILABILITY } from '../../domain/calendars/kinds.ts'
import { type Result, success } from '../../domain/failures.ts'
import { type AuthorityRef, resolveAuthorities } from '../people/authorities.ts'
import { forbidden, regionOf, type Work } from '../use-case.ts'

/** What everybody is told who may see a calendar but not write there. */
const NOT_YOURS =
  'It is written by the programme consultant, or by the office of the authority that alone it concerns; ' +
  'a personal calendar by its owner.'

const BY_POLLS_ALONE =
  'What offices answer about dates is written by answering an availability poll: see /v1/availability-polls.'

/** The refusal of a write; the same words whatever kind of calendar it is, unless it is one that nobody writes. */
export const notYours = ({ kind }: Pick<Calendar, 'kind'>): Result<never> =>
  forbidden(kind === AVAILABILITY ? BY_POLLS_ALONE : NOT_YOURS)

/** A commitment as it is asked for; no authorities leave it as wide as its calendar. */
export interface CommitmentRequest extends EnteredTime {
  readonly title: string | null
  readonly busy: 'busy' | 'out-of-office'
  readonly authorities: readonly AuthorityRef[]
}

/** What of a commitment is judged in the same way whether it is new or changed. */
interface Draft extends Pick<NewCommitment, 'busy'> {
  readonly title: string | null
  readonly time: Result<KeptTime>
  readonly authorityIds: readonly string[]
}

/** The commitment that a draft makes in a calendar, if the actor may write it there. */
export const checkedCommitment = (
  work: Work,
  calendar: Calendar,
  { title, busy, time, authorityIds }: Draft,
): Result<NewCommitment> => {
  const scope = scopeOfCommitment(calendar, authorityIds)
  if (!scope.ok) return scope
  if (!mayWriteCommitment(work.actor, calendar, scope.value)) return notYours(calendar)
  const titled = titleOf(calendar, title)
  if (!titled.ok) return titled
  if (!time.ok) return time
  return success({ title: titled.value, busy, authorityIds, ...time.value })
}

/** The new commitment that a request asks for in a calendar. */
export const newCommitment = async (
  work: Work,
  calendar: Calendar,
  request: CommitmentRequest,
): Promise<Result<NewCommitment>> => {
  const authorityIds = await resolveAuthorities(work, request.authorities, '/authorities')
  if (!authorityIds.ok) return authorityIds
  const time = timeOf(request, regionOf(work).timezone)
  return checkedCommitment(work, calendar, { ...request, time, authorityIds: authorityIds.value })
}

/** A refusal of one of several entries, its pointers leading to that entry. */
export const within = <T>(pointer: string, result: Result<T>): Result<T> => {
  if (result.ok || !result.failure.faults) return result
  const faults = result.failure.faults.map((each) => ({ ...each, pointer: `${pointer}${each.pointer}` }))
  return { ok: false, failure: { ...result.failure, faults } }
}
