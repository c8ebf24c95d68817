import { sql } from 'kysely'
import { loadAssignmentStates } from '../../db/assignments.ts'
import { type Page, type PageRequest, pageOf } from '../../db/page.ts'
import { loadPapers, type Paper } from '../../db/papers.ts'
import { findRound } from '../../db/rounds.ts'
import { loadVersions } from '../../db/submissions.ts'
import { maySeeProgramme } from '../../domain/access/operations.ts'
import { success } from '../../domain/failures.ts'
import {
  nextVersion,
  type SelfAssessmentState,
  stateOfSelfAssessment,
} from '../../domain/moderation/self-assessment.ts'
import type { Deadlines, Round } from '../../domain/rounds/round.ts'
import { notFound, reading, regionOf, type Work } from '../use-case.ts'
import { findPaper, readsPaper } from './papers.ts'

/** A self-assessment as its readers see it, without its content. */
export interface SelfAssessment extends Pick<Paper, 'id' | 'authority'> {
  readonly round: { readonly id: string; readonly label: string }
  readonly state: SelfAssessmentState
  /** Null until something is submitted. */
  readonly latestVersion: number | null
  readonly deadlines: Deadlines
}

const describe = async (work: Work, papers: readonly Paper[]): Promise<SelfAssessment[]> => {
  const ids = papers.map(({ id }) => id)
  const versions = await loadVersions(work.trx, ids)
  const assignments = await loadAssignmentStates(work.trx, ids)
  return papers.map(({ id, authority, round, facts }) => {
    const submissions = versions.filter(({ paperId }) => paperId === id)
    const ofPaper = { submissions, assignments: assignments.filter(({ paperId }) => paperId === id) }
    return {
      id,
      authority,
      round: { id: round.id, label: round.label },
      state: stateOfSelfAssessment({ ...ofPaper, releasedAt: facts.releasedAt }, work.now),
      latestVersion: nextVersion(submissions) - 1 || null,
      deadlines: round.deadlines,
    }
  })
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
