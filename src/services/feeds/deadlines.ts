import { loadAssignmentsOf, loadPollsToAnswer, type loadTakingPart } from '../../db/feed-facts.ts'
import { officesOf } from '../../domain/access/operations.ts'
import type { Succession } from '../../domain/authorities/succession.ts'
import { authoritiesToWriteFor, tasksOf } from '../../domain/feeds/diary.ts'
import type { DeadlineFacts } from '../../domain/feeds/facts.ts'
import type { AssignmentState } from '../../domain/moderation/assignment.ts'
import type { RoundState } from '../../domain/rounds/round.ts'
import type { Work } from '../use-case.ts'
import { actionDeadlines, followUpDeadlines } from './after-events.ts'

export type TakingPart = Awaited<ReturnType<typeof loadTakingPart>>[number]

/** What the caller's authorities are part of, those included whom they took over from. */
interface Part {
  readonly takingPart: readonly TakingPart[]
  readonly authorityIds: readonly string[]
  readonly successions: readonly Succession[]
  /** Who stands today for one of these authorities. */
  readonly standing: (authorityId: string) => readonly string[]
}

/** By when the caller must have done what, in the roles that they hold now. */
export const deadlinesOf = async (work: Work, part: Part, base: string): Promise<DeadlineFacts[]> => [
  ...ownDeadlines(work, part, base),
  ...(await moderatorDeadlines(work, base)),
  ...(await pollDeadlines(work, part, base)),
  ...(await actionDeadlines(work, part.successions, base)),
  ...(await followUpDeadlines(work, part.successions, base)),
]

const ownDeadlines = ({ actor }: Work, { takingPart, standing }: Part, base: string): DeadlineFacts[] => {
  const mine = authoritiesToWriteFor(actor.appointments)
  return takingPart.flatMap(({ due, roundState, authorityId, selfAssessmentId: id, ...row }) =>
    due === null || roundState !== 'open' || !standing(authorityId).some((id) => mine.includes(id))
      ? []
      : {
          kind: 'self-assessment-due',
          id,
          day: due,
          ...shown(row),
          link: `${base}/v1/self-assessments/${id}`,
        },
  )
}

const moderatorDeadlines = async ({ trx, actor }: Work, base: string): Promise<DeadlineFacts[]> => {
  if (!actor.appointments.some(({ role }) => role === 'moderator')) return []
  const assignments = await loadAssignmentsOf(trx, actor.personId)
  return assignments.flatMap(({ id, acceptBy, commentsDue, ...row }) =>
    tasksOf(row.state as AssignmentState, row.roundState as RoundState).map((kind) => ({
      kind,
      id,
      day: kind === 'accept-by' ? acceptBy : commentsDue,
      ...shown(row),
      link: `${base}/v1/moderation-assignments/${id}`,
    })),
  )
}

/** One for each office of the caller that has not answered about every date: gone once it has, or nobody asks. */
const pollDeadlines = async (
  { trx, actor }: Work,
  { authorityIds, standing }: Part,
  base: string,
): Promise<DeadlineFacts[]> => {
  const mine = officesOf(actor)
  if (mine.length === 0) return []
  const asked = await loadPollsToAnswer(trx, authorityIds)
  return asked
    .filter(({ authorityId }) => standing(authorityId).some((id) => mine.includes(id)))
    .map(({ id, title, answerBy, authorityId, ...row }) => ({
      kind: 'poll-answer-due',
      id: `${id}-${authorityId}`,
      day: answerBy,
      ...shown(row),
      about: title,
      link: `${base}/v1/availability-polls/${id}`,
    }))
}

const shown = (row: Omit<DeadlineFacts, 'kind' | 'id' | 'day' | 'about' | 'link'>) => ({
  authority: row.authority,
  round: row.round,
  about: null,
  revision: row.revision,
  createdAt: row.createdAt,
  changedAt: row.changedAt,
})
