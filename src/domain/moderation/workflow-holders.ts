import { officeName } from '../feeds/diary.ts'
import { CONSULTANT } from '../hand-over/item.ts'
import { isOutstanding } from './assignment.ts'
import { leadOf } from './comments.ts'
import {
  awaitsReport,
  isAwaited,
  type Progress,
  type WorkflowFacts,
  type WorkflowStep,
} from './workflow-step.ts'

/** Who has a paper in hand, and since when. */
export interface Holder {
  readonly who: 'office' | 'moderator' | 'consultant' | 'challengers'
  /** The authority of an office, or a moderator's person; null for the others. */
  readonly id: string | null
  readonly name: string
  readonly since: Date
}

/** Who reconciles a paper's comments; null while nobody does. */
export const leadOn = ({ namedLeadId, assignments }: WorkflowFacts): { id: string; name: string } | null => {
  const candidates = assignments.map(({ moderator, state, acceptedAt }) => ({
    moderatorId: moderator.id,
    state,
    acceptedAt,
  }))
  const leadId = leadOf(namedLeadId, candidates)
  return assignments.find(({ moderator }) => moderator.id === leadId)?.moderator ?? null
}

/** When comments were last returned, else since when the paper is as it is. */
const lastIn = ({ assignments, since }: WorkflowFacts): Date =>
  assignments.reduce<Date | null>(
    (last, { commentedAt }) =>
      commentedAt !== null && (last === null || commentedAt > last) ? commentedAt : last,
    null,
  ) ?? since

/**
 * Who has a paper in hand: its authority's office until it is submitted, and again when it is sent back or withdrawn;
 * then its moderators, the lead, the consultant and at last the challengers. Several moderators at once; in a closed
 * round nobody.
 */
export const holdersOf = (facts: WorkflowFacts, step: WorkflowStep, progress: Progress): Holder[] => {
  const { office, since, releasedAt, report } = facts
  if (facts.roundClosed) return []
  if (isAwaited(facts) || step === 'sent-back') {
    return [{ who: 'office', id: office.id, name: officeName([office.name]), since }]
  }
  const moderators = facts.assignments
    .filter(({ state }) => isOutstanding(state))
    .map(
      ({ moderator, state, offeredAt, acceptedAt }): Holder => ({
        who: 'moderator',
        id: moderator.id,
        name: moderator.name,
        since: (state === 'accepted' ? acceptedAt : null) ?? offeredAt,
      }),
    )
  if (moderators.length > 0) return moderators
  const consultant = (from: Date): Holder => ({
    who: 'consultant',
    id: null,
    name: CONSULTANT.name,
    since: from,
  })
  if (report.state !== 'issued' && progress.missing > 0) return [consultant(lastIn(facts))]
  if (awaitsReport(facts, progress)) {
    const lead = leadOn(facts)
    return lead === null
      ? [consultant(lastIn(facts))]
      : [{ who: 'moderator', id: lead.id, name: lead.name, since: lastIn(facts) }]
  }
  if (step === 'released') {
    return [{ who: 'challengers', id: null, name: 'Its challengers', since: releasedAt ?? since }]
  }
  return [consultant(report.issuedAt ?? lastIn(facts))]
}
