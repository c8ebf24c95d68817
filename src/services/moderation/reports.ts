import { loadAssignmentStates } from '../../db/assignments.ts'
import { findReport, issueReport, saveReport } from '../../db/moderation-reports.ts'
import { loadNames } from '../../db/names.ts'
import { findPaperModeration } from '../../db/paper-moderation.ts'
import type { Paper } from '../../db/papers.ts'
import { lockPaper } from '../../db/submissions.ts'
import { isConsultant } from '../../domain/access/operations.ts'
import { mayNameModerator, mayReadDraftReport, mayReadReport } from '../../domain/access/readers.ts'
import { failure, type Result, success } from '../../domain/failures.ts'
import { type CommentText, checkComments, leadOf } from '../../domain/moderation/comments.ts'
import {
  REPORT_WORKFLOW,
  type ReportMove,
  type ReportMover,
  type ReportState,
  stateOfReport,
} from '../../domain/moderation/report.ts'
import { step } from '../../domain/workflow.ts'
import { forbidden, notFound, reading, regionOf, type Work, writing } from '../use-case.ts'
import { findPaper } from './papers.ts'

/** The moderation report on a self-assessment as one reader sees it. */
export interface ReportView extends CommentText {
  readonly selfAssessmentId: string
  readonly state: ReportState
  /** Whose comments went into it; null where the round's policy keeps their names from the reader. */
  readonly moderators: readonly { readonly id: string; readonly name: string }[] | null
  readonly savedAt: Date | null
  readonly issuedAt: Date | null
}

const NOTHING_WRITTEN = { overall: null, sections: [], linesOfEnquiry: [], savedAt: null, issuedAt: null }

const viewOf = async (work: Work, paper: Paper): Promise<ReportView> => {
  const report = await findReport(work.trx, paper.id)
  const assignments = await loadAssignmentStates(work.trx, [paper.id])
  const { offices } = await loadNames(work.trx, regionOf(work).id)
  const moderators = assignments
    .filter(({ commented }) => commented)
    .map(({ moderatorId }) => ({ id: moderatorId, name: offices[moderatorId] ?? '' }))
  const named = moderators.every(({ id }) => mayNameModerator(work.actor, paper.facts, id, work.now))
  return {
    ...(report ?? NOTHING_WRITTEN),
    selfAssessmentId: paper.id,
    state: stateOfReport(report),
    moderators: named ? moderators : null,
  }
}

/**
 * The paper whose report the actor may read: an issued one like the comments that it is made of, a draft with those
 * who write it. Before there is anything for them it is not there.
 */
const findReported = async (work: Work, id: string): Promise<Result<Paper>> => {
  const paper = await findPaper(work, id)
  if (!paper.ok) return paper
  const { facts } = paper.value
  const report = await findReport(work.trx, id)
  const refused =
    stateOfReport(report) === 'issued'
      ? mayReadReport(work.actor, facts, null, work.now)
      : mayReadDraftReport(work.actor, facts, work.now)
  return refused === null ? paper : notFound()
}

/** The report on a paper once it is issued, for whoever reads it then; null for the others. */
export const issuedReportFor = async (work: Work, paper: Paper): Promise<ReportView | null> => {
  const report = await viewOf(work, paper)
  const reads = mayReadReport(work.actor, paper.facts, null, work.now) === null
  return report.state === 'issued' && reads ? report : null
}

/** The moderation report on a self-assessment. */
export const readReport = reading<{ id: string }, Paper, ReportView>({
  authorise: (work, input) => findReported(work, input.id),
  run: async (work, _input, paper) => {
    work.record('self-assessment', paper.id, { report: true })
    return success(await viewOf(work, paper))
  },
})

/** In which capacity the actor writes the report; null for the paper's other readers. */
const moverOf = async (work: Work, paper: Paper): Promise<ReportMover | null> => {
  const { leadId } = await findPaperModeration(work.trx, paper.id)
  const lead = leadOf(leadId, await loadAssignmentStates(work.trx, [paper.id]))
  if (lead === work.actor.personId) return 'lead'
  return isConsultant(work.actor) ? 'consultant' : null
}

/** One move of a report: who may, what the workflow says, then what it does. */
const moving = <Input extends { readonly id: string }>(
  move: ReportMove,
  act: (work: Work, input: Input, paper: Paper) => Promise<Result<null>>,
) =>
  writing<Input, Paper, ReportView>({
    authorise: async (work, { id }) => {
      await lockPaper(work.trx, id)
      return findReported(work, id)
    },
    run: async (work, input, paper) => {
      const before = await viewOf(work, paper)
      const same = work.unchanged(before)
      if (!same.ok) return same
      const mover = await moverOf(work, paper)
      if (mover === null)
        return forbidden('Only the lead moderator and the programme consultant write the report.')
      const next = step(REPORT_WORKFLOW, before.state, move, mover)
      if (!next.ok) return next
      const done = await act(work, input, paper)
      if (!done.ok) return done
      work.record('moderation-report', paper.id, { state: next.value })
      return success(await viewOf(work, paper))
    },
  })

/** The lead, or the consultant, writes the report, as a whole: from when the comments are shared. */
export const writeReport = moving<{ id: string; text: CommentText }>(
  'save',
  async (work, { text }, paper) => {
    if (!paper.facts.commentsShared) {
      return failure(
        'wrong-state',
        'The report is written once all comments are in, or the consultant has closed the moderation.',
      )
    }
    const fit = checkComments(text)
    if (!fit.ok) return fit
    const of = { regionId: regionOf(work).id, selfAssessmentId: paper.id }
    await saveReport(work.trx, of, text, { savedBy: work.actor.personId, savedAt: work.now })
    return success(null)
  },
)

/** The report is issued: from now on it is read by whoever reads comments, and does not change. */
export const issueModerationReport = moving<{ id: string }>('issue', async (work, _input, paper) => {
  await issueReport(work.trx, paper.id, work.now)
  return success(null)
})

/** The consultant takes an issued report back for a correction: nobody but its writers reads it until it is issued again. */
export const takeBackReport = moving<{ id: string; reason: string }>(
  'take-back',
  async (work, _input, paper) => {
    await issueReport(work.trx, paper.id, null)
    return success(null)
  },
)
