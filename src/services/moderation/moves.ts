import {
  type Assignment,
  type AssignmentChange,
  changeAssignment,
  insertComments,
  lockAssignment,
} from '../../db/assignments.ts'
import { loadPapers } from '../../db/papers.ts'
import { loadVersions, lockPaper, type Section } from '../../db/submissions.ts'
import { moverOf } from '../../domain/access/operations.ts'
import { hasAcceptedMemorandum } from '../../domain/access/readers.ts'
import { failure, fault, type Result, success } from '../../domain/failures.ts'
import type { LocalDate } from '../../domain/intervals.ts'
import { type AssignmentMove, moveAssignment } from '../../domain/moderation/assignment.ts'
import type { ConflictType } from '../../domain/moderation/conflict.ts'
import { versionModerated } from '../../domain/moderation/self-assessment.ts'
import { checkNotClosed } from '../../domain/rounds/round.ts'
import { forbidden, notFound, regionOf, type Work, writing } from '../use-case.ts'
import { type AssignmentView, checkEligible, findSeenAssignment, viewOf } from './assignments.ts'
import { recordConflict } from './conflicts.ts'
import { readsPaper } from './papers.ts'
import { refreshReaders } from './readers.ts'

/** The assignment, locked: after its paper, in the order in which a submission locks them. */
const lockSeenAssignment = async (work: Work, id: string): Promise<Result<Assignment>> => {
  const seen = await findSeenAssignment(work, id)
  if (!seen.ok) return seen
  await lockPaper(work.trx, seen.value.selfAssessmentId)
  await lockAssignment(work.trx, id)
  return findSeenAssignment(work, id)
}

/**
 * One move of an assignment: the state that the workflow gives it, what the move itself does, and the readers
 * of the paper that follow. `act` may refuse; what it returns is stored with the new state.
 */
const moving = <Input extends { readonly id: string }>(
  move: AssignmentMove,
  act: (work: Work, input: Input, assignment: Assignment) => Promise<Result<Omit<AssignmentChange, 'state'>>>,
) =>
  writing<Input, Assignment, AssignmentView>({
    authorise: (work, input) => lockSeenAssignment(work, input.id),
    run: async (work, input, assignment) => {
      const same = work.unchanged(await viewOf(work, assignment))
      if (!same.ok) return same
      const { regionId, moderator } = assignment
      const mover = moverOf(work.actor, { regionId, moderatorId: moderator.id })
      if (mover === null) return notFound()
      const state = moveAssignment(assignment.state, move, mover)
      if (!state.ok) return state
      const change = await act(work, input, assignment)
      if (!change.ok) return change
      await changeAssignment(work.trx, assignment.id, { ...change.value, state: state.value }, work.now)
      await refreshReaders(work, { id: assignment.selfAssessmentId })
      if (move === 'accept') await fixSubmission(work, assignment)
      work.record('moderation-assignment', assignment.id, {
        selfAssessmentId: assignment.selfAssessmentId,
        state: state.value,
      })
      const moved = await findSeenAssignment(work, assignment.id)
      return moved.ok ? success(await viewOf(work, moved.value)) : moved
    },
  })

/** Fixes what is moderated: only now, because the moderator could not read a submission before. */
const fixSubmission = async (work: Work, assignment: Assignment): Promise<void> => {
  const versions = await loadVersions(work.trx, [assignment.selfAssessmentId])
  const version = versionModerated(versions, work.now)
  const submissionId = versions.find((each) => each.version === version)?.id ?? null
  await changeAssignment(work.trx, assignment.id, { submissionId }, work.now)
}

const paperOf = async (work: Work, { selfAssessmentId }: Assignment) =>
  (await loadPapers(work.trx, regionOf(work), { id: selfAssessmentId }))[0] ?? null

/** The moderator accepts: from now on they read the submission that is fixed with it. Conflicts are looked at again. */
export const acceptAssignment = moving<{ id: string }>('accept', async (work, _input, assignment) => {
  const paper = await paperOf(work, assignment)
  if (paper === null) return notFound()
  const open = checkNotClosed(paper.round)
  if (!open.ok) return open
  if (!hasAcceptedMemorandum(paper.facts, work.actor.personId, work.now))
    return forbidden(
      'Accept the memorandum in force first (/v1/memoranda): it binds whoever reads others’ papers.',
    )
  const eligible = await checkEligible(work, paper, assignment.moderator.id)
  return eligible.ok ? success({ acceptedAt: work.now }) : eligible
})

/** A reason to stop, and with it the conflict that is the reason, if it is one. */
export interface Stopping {
  readonly id: string
  readonly reason: string
  readonly conflict: { readonly type: ConflictType; readonly until: LocalDate | null } | null
}

/** The moderator declines an offer; a conflict is declared in the same call. */
export const declineAssignment = moving<Stopping>('decline', async (work, input, assignment) => {
  const declared = await declareConflict(work, input, assignment)
  return declared.ok ? success({ reason: input.reason }) : declared
})

/** The consultant ends an assignment, or its moderator one that they accepted: the paper is closed to them. */
export const endAssignment = moving<Stopping>('end', async (work, input, assignment) => {
  const declared = await declareConflict(work, input, assignment)
  return declared.ok ? success({ reason: input.reason, endedAt: work.now }) : declared
})

const declareConflict = async (
  work: Work,
  { conflict, reason }: Stopping,
  { moderator, authority }: Assignment,
): Promise<Result<null>> => {
  if (conflict === null) return success(null)
  if (moderator.id !== work.actor.personId) {
    return fault('/conflict', 'Only the moderator declares their conflict here: record it as a conflict.')
  }
  const { type, until } = conflict
  const ours = { personId: moderator.id, authorityId: authority.id, type, reason, from: null, until }
  const recorded = await recordConflict(work, ours, 'person')
  if (recorded.ok) return success(null)
  return fault('/conflict/until', 'A conflict ends on a later day than it begins, which is today.')
}

/** The moderator returns comments, once and for all, on the submission that was fixed for them. */
export const submitComments = moving<{ id: string; sections: readonly Section[] }>(
  'submit-comments',
  async (work, input, assignment) => {
    const paper = await paperOf(work, assignment)
    if (paper === null || !readsPaper(work, paper)) {
      return forbidden('You may not read this self-assessment now, and so not comment on it.')
    }
    if (assignment.submissionId === null) {
      return failure('wrong-state', 'Nothing has been submitted yet that could be commented on.')
    }
    const { id: assignmentId, regionId, selfAssessmentId } = assignment
    const { sections } = input
    await insertComments(work.trx, { assignmentId, regionId, selfAssessmentId, sections }, work.now)
    return success({})
  },
)
