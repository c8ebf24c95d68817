import {
  type Assignment,
  assignmentOf,
  findAssignment,
  insertAssignment,
  loadStandingModerators,
  selectAssignments,
} from '../../db/assignments.ts'
import { type Page, type PageRequest, pageOf } from '../../db/page.ts'
import { loadPapers, type Paper } from '../../db/papers.ts'
import { findPerson } from '../../db/people.ts'
import {
  loadVersions,
  lockPaper,
  type Submission,
  selectSubmissions,
  withDocuments,
} from '../../db/submissions.ts'
import { isConsultant, maySeeAssignment, maySeeProgramme } from '../../domain/access/operations.ts'
import { failure, fault, type Result, success } from '../../domain/failures.ts'
import type { LocalDate } from '../../domain/intervals.ts'
import { type AssignmentDeadlines, deadlinesOfOffer, overdue } from '../../domain/moderation/deadlines.ts'
import { laterVersion } from '../../domain/moderation/self-assessment.ts'
import { checkModerated, checkNotClosed } from '../../domain/rounds/round.ts'
import { countOf } from '../../domain/words.ts'
import { allow, notFound, reading, regionOf, type Work, writing } from '../use-case.ts'
import { commentsFor, type VisibleComments } from './comments.ts'
import { checkEligible, todayOf } from './eligible.ts'
import { findPaper, readsPaper } from './papers.ts'
import { checkModerationOpen, shareComments } from './sharing.ts'

/** An assignment in a list: nothing of the paper in it. */
export interface ListedAssignment extends Assignment {
  readonly overdue: ReturnType<typeof overdue>
}

/** An assignment with what its reader may read of the paper now. */
export interface AssignmentView extends ListedAssignment {
  /** The one submission that is moderated. */
  readonly submission: Submission | null
  /** A newer version, offered; the submission above stays what is moderated. */
  readonly laterVersion: number | null
  readonly comments: VisibleComments | null
}

/** An assignment as lists show it. */
export const listed = (work: Work, assignment: Assignment): ListedAssignment => ({
  ...assignment,
  overdue: overdue(assignment.state, assignment, todayOf(work)),
})

/** An assignment as the actor sees it now. */
export const viewOf = async (work: Work, assignment: Assignment): Promise<AssignmentView> => {
  const bare = { ...listed(work, assignment), submission: null, laterVersion: null, comments: null }
  const { selfAssessmentId: paperId, submissionId } = assignment
  const [paper] = await loadPapers(work.trx, regionOf(work), { id: paperId })
  if (paper === undefined || !readsPaper(work, paper)) return bare
  const comments = await commentsFor(work, paper)
  const own = comments.find(({ assignmentId }) => assignmentId === assignment.id) ?? null
  if (submissionId === null) return { ...bare, comments: own }
  const rows = await selectSubmissions(work.trx, paperId).where('submission.id', '=', submissionId).execute()
  const [submission] = await withDocuments(work.trx, rows)
  if (submission === undefined) return { ...bare, comments: own }
  const versions = await loadVersions(work.trx, [paperId])
  return { ...bare, submission, laterVersion: laterVersion(versions, submission.version), comments: own }
}

/** The actor's own assignments; all of the region's for the consultant. */
export const listAssignments = reading<PageRequest, null, Page<ListedAssignment>>({
  authorise: async (work) =>
    allow(maySeeProgramme(work.actor, regionOf(work).id), 'You hold no office here now.'),
  run: async (work, input) => {
    const query = selectAssignments(work.trx)
      .where('assignment.regionId', '=', regionOf(work).id)
      .$if(!isConsultant(work.actor), (all) => all.where('assignment.moderatorId', '=', work.actor.personId))
    const page = await pageOf(
      query,
      { column: 'assignment.createdAt', type: 'timestamptz', idColumn: 'assignment.id' },
      input,
    )
    if (!page.ok) return page
    const items = page.value.items.map(assignmentOf).filter((each) => seesAssignment(work, each))
    return success({ ...page.value, items: items.map((each) => listed(work, each)) })
  },
})

const seesAssignment = (work: Work, { regionId, moderator }: Assignment): boolean =>
  maySeeAssignment(work.actor, { regionId, moderatorId: moderator.id })

/** The assignment with this id, if it is the actor's to see; somebody else's answers like one that is absent. */
export const findSeenAssignment = async (work: Work, id: string): Promise<Result<Assignment>> => {
  const assignment = await findAssignment(work.trx, id)
  return assignment !== null && seesAssignment(work, assignment) ? success(assignment) : notFound()
}

/** One assignment: its deadlines, the submission to moderate, and the comments once returned. */
export const readAssignment = reading<{ id: string }, Assignment, AssignmentView>({
  authorise: (work, input) => findSeenAssignment(work, input.id),
  run: async (work, _input, assignment) => {
    const view = await viewOf(work, assignment)
    const readPaper = view.submission !== null || view.comments !== null
    if (readPaper)
      work.record('self-assessment', assignment.selfAssessmentId, { assignmentId: assignment.id })
    return success(view)
  },
})

export interface OfferRequest {
  readonly selfAssessmentId: string
  readonly moderatorId: string
  readonly acceptBy: LocalDate | null
  readonly commentsDue: LocalDate | null
}

/** The consultant offers a self-assessment to a moderator, who may then accept it. */
export const createAssignment = writing<OfferRequest, null, AssignmentView>({
  authorise: async ({ actor }) =>
    allow(isConsultant(actor), 'Only a programme consultant assigns moderators.'),
  run: async (work, input) => {
    const paper = await findPaper(work, input.selfAssessmentId)
    if (!paper.ok) return fault('/selfAssessmentId', 'There is no such self-assessment here.')
    const region = regionOf(work)
    const moderator = await findPerson(work.trx, input.moderatorId)
    if (moderator?.regionId !== region.id) return fault('/moderatorId', 'There is no such person here.')
    await lockPaper(work.trx, paper.value.id)
    const deadlines = deadlinesOfOffer(input, paper.value.deadlines, todayOf(work))
    if (!deadlines.ok) return deadlines
    const id = await offer(work, paper.value, { ...input, ...deadlines.value, replacesId: null })
    return id.ok ? viewAfter(work, id.value) : id
  },
})

/** An assignment as the actor sees it once it was made or moved. */
export const viewAfter = async (work: Work, id: string): Promise<Result<AssignmentView>> => {
  const assignment = await findSeenAssignment(work, id)
  return assignment.ok ? success(await viewOf(work, assignment.value)) : assignment
}

/**
 * Offers a paper, locked by now, to a moderator; the new assignment's id. Refused where its round or its moderation is
 * closed, where it has as many moderators as the round's policy gives it, and to whoever may not moderate it.
 */
export const offer = async (
  work: Work,
  paper: Paper,
  {
    moderatorId,
    acceptBy,
    commentsDue,
    replacesId,
  }: AssignmentDeadlines & {
    readonly moderatorId: string
    readonly replacesId: string | null
  },
): Promise<Result<string>> => {
  const goesOn = checkNotClosed(paper.round)
  if (!goesOn.ok) return goesOn
  const moderated = checkModerated(paper.round)
  if (!moderated.ok) return moderated
  const open = await checkModerationOpen(work, paper.id)
  if (!open.ok) return open
  const eligible = await checkEligible(work, paper, moderatorId)
  if (!eligible.ok) return eligible
  const room = checkRoom(paper, await loadStandingModerators(work.trx, paper.id), moderatorId)
  if (!room.ok) return room
  const of = { regionId: regionOf(work).id, selfAssessmentId: paper.id }
  const id = await insertAssignment(
    work.trx,
    { ...of, moderatorId, acceptBy, commentsDue, replacesId },
    work.now,
  )
  await shareComments(work, of)
  work.record('moderation-assignment', id, { selfAssessmentId: paper.id, moderatorId, replacesId })
  return success(id)
}

/** Whether a paper has room for one more moderator; that somebody has it already is said by the database. */
const checkRoom = ({ round }: Paper, standingIds: readonly string[], moderatorId: string): Result<null> => {
  const { moderators } = round.policy.moderation
  if (standingIds.length < moderators || standingIds.includes(moderatorId)) return success(null)
  const has = `This paper has ${countOf(moderators, 'moderator')}, as the round's policy gives it.`
  return failure('conflict', `${has} End or reassign an assignment first.`)
}
