import { loadOffers } from '../../db/assignments.ts'
import { loadBankHolidays } from '../../db/bank-holidays.ts'
import { loadReportIssues } from '../../db/moderation-reports.ts'
import { loadNames } from '../../db/names.ts'
import { loadPaperModerations } from '../../db/paper-moderation.ts'
import { loadPapers, type Paper } from '../../db/papers.ts'
import { loadAnswersBy, loadSignOffs } from '../../db/self-assessments.ts'
import { loadVersions } from '../../db/submissions.ts'
import { loadSuccessions } from '../../db/successions.ts'
import { isConsultant } from '../../domain/access/operations.ts'
import { officeOn } from '../../domain/authorities/succession.ts'
import { success } from '../../domain/failures.ts'
import { type LocalDate, localDate } from '../../domain/intervals.ts'
import { stateOfReport } from '../../domain/moderation/report.ts'
import { type WorkflowRow, workflowRow } from '../../domain/moderation/workflow-row.ts'
import type { WorkflowFacts } from '../../domain/moderation/workflow-step.ts'
import type { Round } from '../../domain/rounds/round.ts'
import { officesToSign } from '../../domain/self-assessments/signing.ts'
import { roundToRead } from '../rounds/access.ts'
import { signsDraft } from '../self-assessments/moving.ts'
import { forbidden, reading, regionOf, type Work } from '../use-case.ts'
import { todayOf } from './eligible.ts'
import { readsPaper } from './papers.ts'

/** Where every paper of a round is on its way, by the names of their authorities. */
export interface WorkflowBoard {
  readonly regionName: string
  /** IANA name of the region's zone. */
  readonly zone: string
  readonly label: string
  readonly asOf: LocalDate
  readonly rows: readonly WorkflowRow[]
}

/** The forms in which a board is given; which one stands in the audit log. */
export type BoardForm = 'json' | 'csv' | 'xlsx' | 'svg'

/** The facts of each paper, in the same statements however many there are. */
const loadFacts = async (work: Work, papers: readonly Paper[]): Promise<WorkflowFacts[]> => {
  const { id: regionId, timezone } = regionOf(work)
  const ids = papers.map(({ id }) => id)
  const versions = Map.groupBy(await loadVersions(work.trx, ids), ({ paperId }) => paperId)
  const signOffs = await loadSignOffs(work.trx, ids)
  const answersBy = await loadAnswersBy(work.trx, ids)
  const offers = Map.groupBy(await loadOffers(work.trx, ids), ({ selfAssessmentId }) => selfAssessmentId)
  const moderations = await loadPaperModerations(work.trx, ids)
  const reports = await loadReportIssues(work.trx, ids)
  const successions = await loadSuccessions(work.trx, regionId)
  const { authorities: names } = await loadNames(work.trx, regionId)
  const today = todayOf(work)
  return papers.map((paper): WorkflowFacts => {
    const { id, authority, round, deadlines, workflow, facts } = paper
    const report = reports.get(id) ?? null
    const moderation = moderations.get(id)
    return {
      id,
      authority,
      office: officeOn(authority, today, { authorIds: facts.authorIds, successions, names }),
      roundClosed: round.state === 'closed',
      state: workflow.state,
      since: workflow.since,
      submissions: versions.get(id) ?? [],
      firstSubmittedOn: workflow.firstSubmittedAt && localDate(workflow.firstSubmittedAt, timezone),
      deadlines,
      extended: deadlines.selfAssessmentDue !== round.deadlines.selfAssessmentDue,
      signatures: {
        needed: officesToSign(round.policy.selfAssessments),
        given: signOffs.filter((each) => signsDraft(each, paper)).map(({ office }) => office),
      },
      answerBy: answersBy.get(id) ?? null,
      moderators: round.policy.moderation.moderators,
      moderationClosed: (moderation?.closedAt ?? null) !== null,
      assignments: offers.get(id) ?? [],
      namedLeadId: moderation?.leadId ?? null,
      report: { state: stateOfReport(report), issuedAt: report?.issuedAt ?? null },
      releasedAt: facts.releasedAt,
    }
  })
}

/**
 * Where every paper of a round is on its way, for its consultant: of those that the actor may read, by the same wall
 * as in every list, so that a declared conflict keeps a paper out.
 */
export const readModerationWorkflow = reading<{ id: string; form: BoardForm }, Round, WorkflowBoard>({
  authorise: async (work, { id }) => {
    const round = await roundToRead(work, id)
    if (!round.ok || isConsultant(work.actor)) return round
    return forbidden('The moderation of a round is led by the programme consultant.')
  },
  run: async (work, { form }, round) => {
    const region = regionOf(work)
    const papers = (await loadPapers(work.trx, region, { roundId: round.id })).filter((paper) =>
      readsPaper(work, paper),
    )
    const bankHolidays = await loadBankHolidays(work.trx, region)
    const today = todayOf(work)
    const rows = (await loadFacts(work, papers)).map((facts) =>
      workflowRow(facts, { now: work.now, today, bankHolidays }),
    )
    work.record('round', round.id, { form, selfAssessmentIds: papers.map(({ id }) => id) })
    return success({
      regionName: region.name,
      zone: region.timezone,
      label: round.label,
      asOf: today,
      rows: rows.toSorted((a, b) => (a.authority.name < b.authority.name ? -1 : 1)),
    })
  },
})
