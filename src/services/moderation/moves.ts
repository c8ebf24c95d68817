import {
  type Assignment,
  type AssignmentChange,
  changeAssignment,
  lockAssignment,
} from '../../db/assignments.ts'
import { loadPapers, type Paper } from '../../db/papers.ts'
import { findPerson } from '../../db/people.ts'
import { loadVersions, lockPaper } from '../../db/submissions.ts'
import { moverOf } from '../../domain/access/operations.ts'
import { hasAcceptedMemorandum } from '../../domain/access/readers.ts'
import { fault, type Result, success } from '../../domain/failures.ts'
import type { LocalDate } from '../../domain/intervals.ts'
import {
  ASSIGNMENT_WORKFLOW,
  type AssignmentMove,
  type AssignmentState,
  type Mover,
} from '../../domain/moderation/assignment.ts'
import type { ConflictType } from '../../domain/moderation/conflict.ts'
import { deadlinesOfReplacement } from '../../domain/moderation/deadlines.ts'
import { versionModerated } from '../../domain/moderation/self-assessment.ts'
import { checkNotClosed } from '../../domain/rounds/round.ts'
import { step } from '../../domain/workflow.ts'
import { forbidden, notFound, regionOf, type Work, writing } from '../use-case.ts'
import { type AssignmentView, findSeenAssignment, offer, viewAfter, viewOf } from './assignments.ts'
import { recordConflict } from './conflicts.ts'
import { checkEligible, todayOf } from './eligible.ts'
import { refreshReaders } from './readers.ts'
import { checkModerationOpen, shareComments } from './sharing.ts'
import { tellModeratorWanted } from './telling.ts'

/** The assignment, locked: after its paper, in the order in which a submission locks them. */
export const lockSeenAssignment = async (work: Work, id: string): Promise<Result<Assignment>> => {
  const seen = await findSeenAssignment(work, id)
  if (!seen.ok) return seen
  await lockPaper(work.trx, seen.value.selfAssessmentId)
  await lockAssignment(work.trx, id)
  return findSeenAssignment(work, id)
}

/** Who moves an assignment, and the state that the workflow gives it. */
interface Step {
  readonly mover: Mover
  readonly state: AssignmentState
}

/** The step that a move of the actor's is, or why they cannot make it. */
export const stepOf = (
  work: Work,
  { regionId, moderator, state }: Assignment,
  move: AssignmentMove,
): Result<Step> => {
  const mover = moverOf(work.actor, { regionId, moderatorId: moderator.id })
  if (mover === null) return notFound()
  const next = step(ASSIGNMENT_WORKFLOW, state, move, mover)
  return next.ok ? success({ mover, state: next.value }) : next
}

/** Writes a move, with what follows from it: who reads the paper, and whether its comments are shared. */
export const makeMove = async (
  work: Work,
  { id, regionId, selfAssessmentId }: Assignment,
  change: AssignmentChange & { readonly state: AssignmentState },
): Promise<void> => {
  await changeAssignment(work.trx, id, change, work.now)
  await shareComments(work, { regionId, selfAssessmentId })
  await refreshReaders(work, { id: selfAssessmentId })
  work.record('moderation-assignment', id, { selfAssessmentId, state: change.state })
}

/**
 * One move of an assignment: the state that the workflow gives it, what the move itself does, and what follows.
 * `act` may refuse; what it returns is stored with the new state.
 */
export const moving = <Input extends { readonly id: string }>(
  move: AssignmentMove,
  act: (
    work: Work,
    input: Input,
    assignment: Assignment,
    mover: Mover,
  ) => Promise<Result<Omit<AssignmentChange, 'state'>>>,
  then: (work: Work, assignment: Assignment, mover: Mover) => Promise<void> = async () => {},
) =>
  writing<Input, Assignment, AssignmentView>({
    authorise: (work, input) => lockSeenAssignment(work, input.id),
    run: async (work, input, assignment) => {
      const same = work.unchanged(await viewOf(work, assignment))
      if (!same.ok) return same
      const moved = stepOf(work, assignment, move)
      if (!moved.ok) return moved
      const { state, mover } = moved.value
      const change = await act(work, input, assignment, mover)
      if (!change.ok) return change
      await makeMove(work, assignment, { ...change.value, state })
      await then(work, assignment, mover)
      return viewAfter(work, assignment.id)
    },
  })

/** Fixes what is moderated: only now, because the moderator could not read a submission before. */
const fixSubmission = async (work: Work, assignment: Assignment): Promise<void> => {
  const versions = await loadVersions(work.trx, [assignment.selfAssessmentId])
  const version = versionModerated(versions, work.now)
  const submissionId = versions.find((each) => each.version === version)?.id ?? null
  await changeAssignment(work.trx, assignment.id, { submissionId }, work.now)
}

/** The paper of an assignment, whether or not the actor reads it; null where it is gone. */
export const paperOf = async (work: Work, { selfAssessmentId }: Assignment): Promise<Paper | null> =>
  (await loadPapers(work.trx, regionOf(work), { id: selfAssessmentId }))[0] ?? null

/** The moderator accepts: from now on they read the submission that is fixed with it. Conflicts are looked at again. */
export const acceptAssignment = moving<{ id: string }>(
  'accept',
  async (work, _input, assignment) => {
    const paper = await paperOf(work, assignment)
    if (paper === null) return notFound()
    const open = checkNotClosed(paper.round)
    if (!open.ok) return open
    if (!hasAcceptedMemorandum(paper.facts, work.actor.personId, work.now)) {
      return forbidden(
        'Accept the memorandum in force first (/v1/memoranda): it binds whoever reads others’ papers.',
      )
    }
    const eligible = await checkEligible(work, paper, assignment.moderator.id)
    return eligible.ok ? success({ acceptedAt: work.now }) : eligible
  },
  fixSubmission,
)

/** A reason to stop, and with it the conflict that is the reason, if it is one. */
export interface Stopping {
  readonly id: string
  readonly reason: string
  readonly conflict: { readonly type: ConflictType; readonly until: LocalDate | null } | null
}

/** The moderator declines an offer, and may declare a conflict with it; the consultant is offered alternates. */
export const declineAssignment = moving<Stopping>(
  'decline',
  async (work, input, assignment) => {
    const declared = await conflictWith(work, input, assignment)
    return declared.ok ? success({ reason: input.reason }) : declared
  },
  (work, assignment) => tellModeratorWanted(work, assignment, 'declined'),
)

/** The consultant ends an assignment, or its moderator one that they accepted: the paper is closed to them. */
export const endAssignment = moving<Stopping>(
  'end',
  async (work, input, assignment) => {
    const declared = await conflictWith(work, input, assignment)
    return declared.ok ? success({ reason: input.reason, endedAt: work.now }) : declared
  },
  async (work, assignment, mover) => {
    if (mover === 'moderator') await tellModeratorWanted(work, assignment, 'ended')
  },
)

/** The conflict that comes with a reason to stop: the moderator's own alone. */
const conflictWith = async (
  work: Work,
  { conflict, reason }: Stopping,
  assignment: Assignment,
): Promise<Result<null>> => {
  if (conflict === null) return success(null)
  if (assignment.moderator.id !== work.actor.personId) {
    return fault('/conflict', 'Only the moderator declares their conflict here: record it as a conflict.')
  }
  return recordOwn(work, assignment, { ...conflict, reason }, 'moderator', '/conflict/until')
}

interface Declared {
  readonly type: ConflictType
  readonly until: LocalDate | null
  readonly reason: string
}

/** Records a conflict of an assignment's moderator with its paper's authority, from today. */
const recordOwn = async (
  work: Work,
  { moderator, authority }: Assignment,
  { type, until, reason }: Declared,
  mover: Mover,
  pointer: string,
): Promise<Result<null>> => {
  const conflict = { personId: moderator.id, authorityId: authority.id, type, reason, from: null, until }
  const recorded = await recordConflict(work, conflict, mover === 'moderator' ? 'person' : 'consultant')
  if (recorded.ok) return success(null)
  return fault(pointer, 'A conflict ends on a later day than it begins, which is today.')
}

/**
 * A conflict in one call, at any moment of an assignment: it is stored, the assignment ends and the paper is closed to
 * its moderator in one transaction, and the consultant is offered alternates. Asked twice, it is refused.
 */
export const declareConflict = moving<Declared & { readonly id: string }>(
  'declare-conflict',
  async (work, input, assignment, mover) => {
    const recorded = await recordOwn(work, assignment, input, mover, '/until')
    return recorded.ok ? success({ reason: input.reason, endedAt: work.now }) : recorded
  },
  (work, assignment) => tellModeratorWanted(work, assignment, 'conflict'),
)

/** Comments that are in are final: its moderator says so, or the consultant. */
export const signOffAssignment = moving<{ id: string }>('sign-off', async (work) =>
  success({ signedOffAt: work.now }),
)

/** Comments are taken up again for a reason: while they are, they are shared with nobody. */
export const reopenAssignment = moving<{ id: string; reason: string }>(
  'reopen',
  async (work, { reason }, assignment) => {
    const open = await checkModerationOpen(work, assignment.selfAssessmentId)
    return open.ok ? success({ reason, signedOffAt: null }) : open
  },
)

/** Who takes over from a silent or ill moderator, why, and by when where the dates change. */
export interface Reassigning {
  readonly id: string
  readonly moderatorId: string
  readonly reason: string
  readonly acceptBy: LocalDate | null
  readonly commentsDue: LocalDate | null
}

/** The consultant ends one assignment and offers its paper to another moderator, all or nothing; the new offer. */
export const reassignAssignment = writing<Reassigning, Assignment, AssignmentView>({
  authorise: (work, input) => lockSeenAssignment(work, input.id),
  run: async (work, input, assignment) => {
    const same = work.unchanged(await viewOf(work, assignment))
    if (!same.ok) return same
    const moved = stepOf(work, assignment, 'reassign')
    if (!moved.ok) return moved
    const { moderatorId, reason } = input
    if (moderatorId === assignment.moderator.id) return fault('/moderatorId', 'This is who had it until now.')
    const moderator = await findPerson(work.trx, moderatorId)
    if (moderator?.regionId !== assignment.regionId)
      return fault('/moderatorId', 'There is no such person here.')
    const deadlines = deadlinesOfReplacement(input, assignment, todayOf(work))
    if (!deadlines.ok) return deadlines
    await makeMove(work, assignment, { state: moved.value.state, reason, endedAt: work.now })
    const paper = await paperOf(work, assignment)
    if (paper === null) return notFound()
    const id = await offer(work, paper, { ...deadlines.value, moderatorId, replacesId: assignment.id })
    return id.ok ? viewAfter(work, id.value) : id
  },
})
