import type { Assignment } from '../../../db/assignments.ts'
import { keepUndeployed } from '../../../db/deployments.ts'
import type { StoredModerationPlan } from '../../../db/moderation-plans.ts'
import { findRound } from '../../../db/rounds.ts'
import { failure } from '../../../domain/failures.ts'
import { ASSIGNMENT_WORKFLOW, givesReading } from '../../../domain/moderation/assignment.ts'
import { isDeployed } from '../../../domain/planning/deployment.ts'
import { checkNotClosed } from '../../../domain/rounds/round.ts'
import { listInWords } from '../../../domain/words.ts'
import { step } from '../../../domain/workflow.ts'
import { notFound, writing } from '../../use-case.ts'
import { lockSeenAssignment, makeMove } from '../moves.ts'
import { moderationPlanToRead } from './access.ts'
import { viewAgain } from './plans.ts'
import type { ModerationPlanView } from './views.ts'

/** Why the offers ended, as their assignments tell it. */
const TAKEN_BACK = 'The plan by which it was offered was taken back.'

/**
 * The consultant takes a deployed allocation back: what it offered and nobody has answered ends; what was declined or
 * ended meanwhile stays so. Refused whole, as `wrong-state`, where a moderator has accepted.
 */
export const undeployModerationPlan = writing<
  { readonly id: string },
  StoredModerationPlan,
  ModerationPlanView
>({
  authorise: (work, { id }) => moderationPlanToRead(work, id, 'for-change'),
  run: async (work, { id }, plan) => {
    if (!isDeployed(plan)) return failure('wrong-state', 'This plan is not deployed.')
    const round = await findRound(work.trx, plan.roundId)
    if (round === null) return notFound()
    const open = checkNotClosed(round)
    if (!open.ok) return open
    const offers: Assignment[] = []
    for (const { assignmentId } of plan.deployment?.offers ?? []) {
      const found = await lockSeenAssignment(work, assignmentId)
      if (!found.ok) return found
      offers.push(found.value)
    }
    const accepted = offers.filter(({ state }) => givesReading(state))
    if (accepted.length > 0) {
      const which = accepted.map(({ moderator, authority }) => `${moderator.name} (${authority.name})`)
      return failure(
        'wrong-state',
        `${listInWords(which)} ${which.length === 1 ? 'has' : 'have'} accepted: the plan cannot be taken back ` +
          'any more, but each assignment can be ended.',
      )
    }
    for (const offered of offers.filter(({ state }) => state === 'offered')) {
      // It is the consultant's to end, who may be its moderator too.
      const ended = step(ASSIGNMENT_WORKFLOW, offered.state, 'end', 'consultant')
      if (!ended.ok) return ended
      await makeMove(work, offered, { state: ended.value, reason: TAKEN_BACK, endedAt: work.now })
    }
    await keepUndeployed(work.trx, 'moderationPlan', id, work.now)
    work.record('moderation-plan', id, { undeploy: true, roundId: round.id })
    return viewAgain(work, id)
  },
})
