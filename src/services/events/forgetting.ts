import { forgetAnswers, loadAnswersTo } from '../../db/attendance.ts'
import type { ChallengeEvent } from '../../db/events.ts'
import { refreshReaders } from '../moderation/readers.ts'
import type { Work } from '../use-case.ts'
import { endSubstitutions } from './substitutes.ts'

/** An answer to a date that an event no longer has, for the audit log. */
export interface FormerAnswer {
  readonly eventId: string
  readonly authorityId: string
  readonly answer: string
  readonly substituteId: string | null
}

/**
 * Makes every answer to events awaited again, because they get other dates, and ends what their substitutes were
 * appointed for. Returns what was answered.
 */
export const awaitAnswersAgain = async (
  work: Work,
  events: readonly ChallengeEvent[],
): Promise<FormerAnswer[]> => {
  const answers = await loadAnswersTo(
    work.trx,
    events.map(({ id }) => id),
  )
  const former: FormerAnswer[] = []
  for (const event of events) {
    const given = (answers.get(event.id) ?? []).filter(({ answer }) => answer !== 'awaited')
    if (given.length === 0) continue
    await forgetAnswers(work.trx, event.id, work.now)
    former.push(
      ...given.map(({ authorityId, answer, substituteId }) => ({
        eventId: event.id,
        authorityId,
        answer,
        substituteId,
      })),
    )
    const substituted = given.filter(({ substituteId }) => substituteId !== null)
    if (substituted.length === 0) continue
    await endSubstitutions(
      work,
      event,
      substituted.map(({ authorityId }) => authorityId),
    )
    await refreshReaders(work, { roundId: event.roundId })
  }
  return former
}
