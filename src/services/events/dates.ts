import type { ChallengeEvent } from '../../db/events.ts'
import { checkOccasion } from '../../domain/events/event.ts'
import { type Result, success } from '../../domain/failures.ts'
import {
  type LocalDate,
  localDate,
  type Occasion,
  type Span,
  spanOfOccasion,
} from '../../domain/intervals.ts'
import { regionOf, type Work } from '../use-case.ts'

/** A date given to an event today. */
export interface GivenDate {
  readonly occasion: Occasion
  readonly span: Span
  readonly datedOn: LocalDate
}

/** The date that an event of this kind, host and authorities would have, or what is wrong with it. */
export const dateFor = (
  work: Work,
  event: Pick<ChallengeEvent, 'kind' | 'hostAuthorityId'>,
  occasion: Occasion,
  authorityIds: readonly string[],
): Result<GivenDate> => {
  const zone = regionOf(work).timezone
  const span = spanOfOccasion(occasion, zone)
  if (!span.ok) return span
  const suits = checkOccasion(event.kind, occasion, event.hostAuthorityId, authorityIds)
  if (!suits.ok) return suits
  return success({ occasion, span: span.value, datedOn: localDate(work.now, zone) })
}
