import {
  type Assignment,
  assignmentOf,
  countLoad,
  findAssignment,
  insertAssignment,
  loadOtherModerators,
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
import { type LocalDate, localDate } from '../../domain/intervals.ts'
import { deadlinesOfOffer, overdue } from '../../domain/moderation/assignment.ts'
import { mayModerate } from '../../domain/moderation/eligibility.ts'
import { laterVersion } from '../../domain/moderation/self-assessment.ts'
import { checkModerated, checkNotClosed } from '../../domain/rounds/round.ts'
import { allow, notFound, reading, regionOf, type Work, writing } from '../use-case.ts'
import { commentsFor, type VisibleComments } from './comments.ts'
import { findPaper, readsPaper } from './papers.ts'

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

const todayOf = (work: Work): LocalDate => localDate(work.now, regionOf(work).timezone)

const listed = (work: Work, assignment: Assignment): ListedAssignment => ({
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
    const open = checkNotClosed(paper.value.round)
    if (!open.ok) return open
    const moderated = checkModerated(paper.value.round)
    if (!moderated.ok) return moderated
    const region = regionOf(work)
    const moderator = await findPerson(work.trx, input.moderatorId)
    if (moderator?.regionId !== region.id) return fault('/moderatorId', 'There is no such person here.')
    await lockPaper(work.trx, paper.value.id)
    const eligible = await checkEligible(work, paper.value, input.moderatorId)
    if (!eligible.ok) return eligible
    const deadlines = deadlinesOfOffer(input, paper.value.deadlines, todayOf(work))
    if (!deadlines.ok) return deadlines
    const { selfAssessmentId, moderatorId } = input
    const id = await insertAssignment(
      work.trx,
      { regionId: region.id, selfAssessmentId, moderatorId, ...deadlines.value },
      work.now,
    )
    work.record('moderation-assignment', id, { selfAssessmentId, moderatorId })
    const assignment = await findSeenAssignment(work, id)
    return assignment.ok ? success(await viewOf(work, assignment.value)) : assignment
  },
})

/** Refuses a person who may not moderate a paper, with every reason why. */
export const checkEligible = async (work: Work, paper: Paper, personId: string): Promise<Result<null>> => {
  const { facts, round } = paper
  const { ceiling, challengersModerate, oneAuthority } = round.policy.moderation
  const reasons = mayModerate({
    today: todayOf(work),
    personId,
    authorIds: paper.lineageIds,
    challengerIds: facts.challengerIds,
    challengersModerate,
    oneAuthority,
    otherModeratorIds: await loadOtherModerators(work.trx, paper.id, personId),
    appointments: facts.appointments,
    providers: [],
    conflicts: facts.conflicts,
    load: await countLoad(work.trx, { roundId: round.id, moderatorId: personId, exceptPaperId: paper.id }),
    ceiling,
  })
  if (reasons.length === 0) return success(null)
  return failure('conflict-of-interest', reasons.map(({ sentence }) => sentence).join(' '))
}
