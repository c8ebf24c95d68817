import type { Paper } from '../../db/papers.ts'
import { insertMove, loadSignOffs, type Move, type SignOff, updatePaper } from '../../db/self-assessments.ts'
import { lockPaper } from '../../db/submissions.ts'
import { partiesOf } from '../../domain/access/authoring.ts'
import { type Result, success } from '../../domain/failures.ts'
import { checkNotClosed } from '../../domain/rounds/round.ts'
import { officesToSign, signaturesOf } from '../../domain/self-assessments/signing.ts'
import { moveSelfAssessment, type WorkflowEvent } from '../../domain/self-assessments/workflow.ts'
import { findPaper } from '../moderation/papers.ts'
import { forbidden, regionOf, type Work } from '../use-case.ts'

/** A paper for those who have a part in its writing, the consultant included; its other readers are told `refusal`. */
export const paperOfParties = async (work: Work, id: string, refusal: string): Promise<Result<Paper>> => {
  const paper = await findPaper(work, id)
  if (!paper.ok || partiesOf(work.actor, paper.value.facts).length > 0) return paper
  return forbidden(refusal)
}

const WRITERS = "Only the authority's own people, or the consultant for them, write a self-assessment."

/**
 * A paper that the actor is about to move, locked: refused to its readers who have no part in its writing, and once
 * its round is closed.
 */
export const paperToMove = async (work: Work, id: string): Promise<Result<Paper>> => {
  await lockPaper(work.trx, id)
  const paper = await paperOfParties(work, id, WRITERS)
  if (!paper.ok) return paper
  const open = checkNotClosed(paper.value.round)
  return open.ok ? paper : open
}

/** The signatures under a paper's draft as it stands. */
export const standingSignOffs = async (work: Work, paper: Paper): Promise<SignOff[]> =>
  (await loadSignOffs(work.trx, [paper.id])).filter((each) => signsDraft(each, paper))

/** Whether a signature is under the draft as it stands: not under a version, nor lapsed with a change. */
export const signsDraft = (signOff: SignOff, { id, workflow }: Pick<Paper, 'id' | 'workflow'>): boolean =>
  signOff.paperId === id && signOff.draftRevision === workflow.draftRevision

/** The events after which a draft is another one, under which nobody has signed. */
const CHANGES_DRAFT: readonly WorkflowEvent[] = ['write', 'file', 'submit', 'resubmit']

/** Which changes of a draft stand in no history: there are too many, and they say nothing. */
const UNTOLD: readonly WorkflowEvent[] = ['write']

/**
 * One event of a paper's workflow, if the table has it and it is the actor's to do, with its line in the history; the
 * paper as it is then. Whatever the event itself does is its caller's.
 */
export const movePaper = async (
  work: Work,
  paper: Paper,
  event: WorkflowEvent,
  told: Partial<Pick<Move, 'version' | 'note' | 'answerBy'>> = {},
): Promise<Result<Paper>> => {
  const { state: from, draftRevision, firstSubmittedAt } = paper.workflow
  const signed = (await standingSignOffs(work, paper)).map(({ office }) => office)
  const needed = officesToSign(paper.round.policy.selfAssessments)
  const parties = partiesOf(work.actor, paper.facts)
  const moved = moveSelfAssessment(from, event, parties, signaturesOf(needed, signed))
  if (!moved.ok) return moved
  const to = moved.value
  const workflow = {
    state: to,
    since: to === from ? paper.workflow.since : work.now,
    draftRevision: draftRevision + (CHANGES_DRAFT.includes(event) ? 1 : 0),
    firstSubmittedAt: event === 'submit' ? work.now : firstSubmittedAt,
    emptiedAt: paper.workflow.emptiedAt,
  }
  await updatePaper(work.trx, paper.id, {
    state: to,
    stateSince: workflow.since,
    draftRevision: workflow.draftRevision,
    ...(event === 'submit' && { firstSubmittedAt: work.now }),
    ...(from !== to && { withdrawnAt: to === 'withdrawn' ? work.now : null }),
  })
  if (from !== to || !UNTOLD.includes(event)) {
    const { version = null, note = null, answerBy = null } = told
    const key = { regionId: regionOf(work).id, selfAssessmentId: paper.id }
    const by = { personId: work.actor.personId, at: work.now }
    await insertMove(work.trx, key, { event, from, to, version, note, answerBy }, by)
  }
  return success({ ...paper, workflow })
}
