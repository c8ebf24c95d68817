import { sql } from 'kysely'
import { loadAssignmentStates } from '../../db/assignments.ts'
import { loadBankHolidays } from '../../db/bank-holidays.ts'
import { type Page, type PageRequest, pageOf } from '../../db/page.ts'
import { loadPapers, type Paper } from '../../db/papers.ts'
import { findRound } from '../../db/rounds.ts'
import { lastQuestion, loadSignOffs, type RecordedMove, type SignOff } from '../../db/self-assessments.ts'
import { loadVersions } from '../../db/submissions.ts'
import { partiesOf } from '../../domain/access/authoring.ts'
import { maySeeProgramme } from '../../domain/access/operations.ts'
import { type Result, success } from '../../domain/failures.ts'
import { localDate } from '../../domain/intervals.ts'
import {
  nextVersion,
  type SelfAssessmentState,
  stateOfSelfAssessment,
} from '../../domain/moderation/self-assessment.ts'
import type { Round } from '../../domain/rounds/round.ts'
import { type Lateness, latenessOf } from '../../domain/self-assessments/lateness.ts'
import { officesToSign, type SigningOffice, signaturesOf } from '../../domain/self-assessments/signing.ts'
import { possibleNow, type WorkflowEvent } from '../../domain/self-assessments/workflow.ts'
import { signsDraft } from '../self-assessments/moving.ts'
import { notFound, reading, regionOf, type Work } from '../use-case.ts'
import { findPaper, readsPaper } from './papers.ts'

/** A self-assessment as its readers see it, without its content. */
export interface SelfAssessment extends Pick<Paper, 'id' | 'authority' | 'deadlines'> {
  readonly round: { readonly id: string; readonly label: string }
  readonly state: SelfAssessmentState
  /** Null until something is submitted. */
  readonly latestVersion: number | null
  /** Of its first version or, while there is none, of today. */
  readonly lateness: Lateness
  /** How it is written, signed and submitted. */
  readonly workflow: Pick<Paper['workflow'], 'state' | 'since' | 'emptiedAt'> & {
    /** What the actor may do now. */
    readonly possible: readonly WorkflowEvent[]
    /** Null for those who only read it; and so is the question. */
    readonly signatures: {
      readonly needed: readonly SigningOffice[]
      readonly given: readonly SignOff[]
    } | null
    /** With which it was last sent back, until it is submitted again or withdrawn. */
    readonly question: RecordedMove | null
  }
}

const workflowOf = async (
  work: Work,
  { id, round, workflow, facts }: Paper,
  given: readonly SignOff[],
): Promise<SelfAssessment['workflow']> => {
  const { state, since, emptiedAt } = workflow
  const parties = partiesOf(work.actor, facts)
  if (parties.length === 0) return { state, since, emptiedAt, possible: [], signatures: null, question: null }
  const needed = officesToSign(round.policy.selfAssessments)
  const signed = signaturesOf(
    needed,
    given.map(({ office }) => office),
  )
  const possible = round.state === 'closed' ? [] : possibleNow(state, signed)
  return {
    state,
    since,
    emptiedAt,
    possible: possible
      .filter(({ by }) => by.some((party) => parties.includes(party)))
      .map(({ event }) => event),
    signatures: { needed, given },
    question: state === 'sent-back' ? await lastQuestion(work.trx, id) : null,
  }
}

const describe = async (work: Work, papers: readonly Paper[]): Promise<SelfAssessment[]> => {
  const ids = papers.map(({ id }) => id)
  const { timezone } = regionOf(work)
  const bankHolidays = await loadBankHolidays(work.trx, regionOf(work))
  const signOffs = await loadSignOffs(work.trx, ids)
  const versions = await loadVersions(work.trx, ids)
  const assignments = await loadAssignmentStates(work.trx, ids)
  const described: SelfAssessment[] = []
  for (const paper of papers) {
    const { id, authority, round, facts, deadlines, workflow } = paper
    const submissions = versions.filter(({ paperId }) => paperId === id)
    const ofPaper = {
      // What was withdrawn is awaited again.
      submissions: workflow.state === 'withdrawn' ? [] : submissions,
      assignments: assignments.filter(({ paperId }) => paperId === id),
    }
    const given = signOffs.filter((each) => signsDraft(each, paper))
    const day = localDate(workflow.firstSubmittedAt ?? work.now, timezone)
    described.push({
      id,
      authority,
      round: { id: round.id, label: round.label },
      state: stateOfSelfAssessment({ ...ofPaper, releasedAt: facts.releasedAt }, work.now),
      latestVersion: nextVersion(submissions) - 1 || null,
      deadlines,
      lateness: latenessOf(deadlines.selfAssessmentDue, day, bankHolidays),
      workflow: await workflowOf(work, paper, given),
    })
  }
  return described
}

/** One paper as the actor sees it after a change of it. */
export const describePaper = async (work: Work, id: string): Promise<Result<SelfAssessment>> => {
  const paper = await findPaper(work, id)
  if (!paper.ok) return paper
  const [described] = await describe(work, [paper.value])
  return described === undefined ? notFound() : success(described)
}

/** The self-assessments of a round that the actor may read, by the name of their authority. */
export const listSelfAssessments = reading<{ roundId: string } & PageRequest, Round, Page<SelfAssessment>>({
  authorise: async (work, { roundId }) => {
    const round = await findRound(work.trx, roundId)
    return round !== null && maySeeProgramme(work.actor, round.regionId) ? success(round) : notFound()
  },
  run: async (work, input, round) => {
    const papers = await loadPapers(work.trx, regionOf(work), { roundId: round.id })
    const readable = papers.filter((paper) => readsPaper(work, paper))
    const page = await pageOf(
      work.trx
        .selectFrom('selfAssessment')
        .innerJoin('authority', 'authority.id', 'selfAssessment.authorityId')
        .select('selfAssessment.id')
        .where(sql<boolean>`self_assessment.id = any(${readable.map(({ id }) => id)}::uuid[])`),
      { column: 'authority.name', type: 'text', idColumn: 'selfAssessment.id' },
      input,
    )
    if (!page.ok) return page
    const wanted = page.value.items.flatMap(({ id }) => readable.filter((paper) => paper.id === id))
    work.record('round', round.id, { selfAssessmentIds: wanted.map(({ id }) => id) })
    return success({ ...page.value, items: await describe(work, wanted) })
  },
})

/** One self-assessment, without its content. */
export const readSelfAssessment = reading<{ id: string }, Paper, SelfAssessment>({
  authorise: (work, input) => findPaper(work, input.id),
  run: async (work, _input, paper) => {
    const [described] = await describe(work, [paper])
    if (described === undefined) return notFound()
    work.record('self-assessment', paper.id)
    return success(described)
  },
})
