import type { ChallengeEvent } from '../../db/events.ts'
import { findOwnFeedback, loadFeedbackTogether, writeFeedback } from '../../db/feedback.ts'
import { loadParticipations } from '../../db/participations.ts'
import { findRound } from '../../db/rounds.ts'
import { isConsultant } from '../../domain/access/operations.ts'
import { type Result, success } from '../../domain/failures.ts'
import { type Feedback, type FeedbackSummary, summarise } from '../../domain/outcomes/feedback.ts'
import { checkHeld } from '../../domain/outcomes/outcome.ts'
import { eventToRead } from '../events/access.ts'
import { allow, notFound, reading, regionOf, type Work, writing } from '../use-case.ts'

/** Feedback on an event as somebody sees it. */
export interface FeedbackView {
  /** What they said themselves; null where they said nothing. */
  readonly own: Feedback | null
  /** What all said together, without who; for the consultant. */
  readonly summary: FeedbackSummary | null
}

const viewOf = async (work: Work, event: ChallengeEvent): Promise<Result<FeedbackView>> => {
  const own = await findOwnFeedback(work.trx, event.id, work.actor.personId)
  if (!isConsultant(work.actor)) return success({ own, summary: null })
  const round = await findRound(work.trx, event.roundId)
  if (round === null) return notFound()
  const { fewest } = round.policy.outcomes
  const { answers, given } = await loadFeedbackTogether(work.trx, event.id, fewest)
  return success({ own, summary: summarise(answers, given, fewest) })
}

/** Feedback on an event: one's own, and for the consultant what all said together. */
export const readFeedback = reading<{ id: string }, ChallengeEvent, FeedbackView>({
  authorise: (work, { id }) => eventToRead(work, id),
  run: (work, _input, event) => viewOf(work, event),
})

/** Somebody who took part in a held event says what they think of it; said again, it is what they think now. */
export const giveFeedback = writing<{ id: string; feedback: Feedback }, ChallengeEvent, FeedbackView>({
  authorise: async (work, { id }) => {
    const event = await eventToRead(work, id)
    if (!event.ok) return event
    const people = await loadParticipations(work.trx, [id])
    const allowed = allow(
      people.some(({ personId }) => personId === work.actor.personId),
      'Feedback is given by those who take part in the event.',
    )
    if (!allowed.ok) return allowed
    const held = checkHeld(event.value.state)
    return held.ok ? event : held
  },
  run: async (work, { id, feedback }, event) => {
    const key = { regionId: regionOf(work).id, eventId: id, personId: work.actor.personId }
    await writeFeedback(work.trx, key, feedback, work.now)
    // That somebody gave feedback, not what it was: the log is read by the consultant.
    work.record('challenge-event', id, { feedback: true })
    return viewOf(work, event)
  },
})
