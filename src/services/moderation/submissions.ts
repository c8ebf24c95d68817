import { type Page, type PageRequest, pageOf } from '../../db/page.ts'
import type { Paper } from '../../db/papers.ts'
import { loadVersions, type Submission, selectSubmissions, withDocuments } from '../../db/submissions.ts'
import { writesPaper } from '../../domain/access/authoring.ts'
import { basesOf } from '../../domain/access/readers.ts'
import { success } from '../../domain/failures.ts'
import { ASSIGNMENT_STATES, givesReading } from '../../domain/moderation/assignment.ts'
import { moderatorReads } from '../../domain/moderation/self-assessment.ts'
import { reading, type Work } from '../use-case.ts'
import { findPaper } from './papers.ts'

export type { Submission } from '../../db/submissions.ts'

/**
 * The first version that the actor reads of a paper that they may read; null when none. Who reads it as a
 * moderator alone begins with the version fixed for them; who moderates the next paper reads the last of this.
 */
const firstVersionRead = async (work: Work, paper: Paper): Promise<number | null> => {
  const bases = basesOf(work.actor, paper.facts, work.now)
  if (bases.some((basis) => basis !== 'moderator' && basis !== 'later-moderator')) return 1
  const fixed = await work.trx
    .selectFrom('moderationAssignment')
    .innerJoin('submission', 'submission.id', 'moderationAssignment.submissionId')
    .select('submission.version')
    .where('moderationAssignment.selfAssessmentId', '=', paper.id)
    .where('moderationAssignment.moderatorId', '=', work.actor.personId)
    .where('moderationAssignment.state', 'in', ASSIGNMENT_STATES.filter(givesReading))
    .executeTakeFirst()
  const last = bases.includes('later-moderator')
    ? (await loadVersions(work.trx, [paper.id])).at(-1)?.version
    : undefined
  return fixed?.version ?? last ?? null
}

/** The versions of a paper that the actor reads, oldest first, with their documents. */
export const listSubmissions = reading<{ id: string } & PageRequest, Paper, Page<Submission>>({
  authorise: (work, input) => findPaper(work, input.id),
  run: async (work, input, paper) => {
    const first = await firstVersionRead(work, paper)
    const page = await pageOf(
      selectSubmissions(work.trx, paper.id).where(
        'submission.version',
        '>=',
        first ?? Number.MAX_SAFE_INTEGER,
      ),
      { column: 'submission.version', type: 'integer', idColumn: 'submission.id' },
      input,
    )
    if (!page.ok) return page
    const items = await withDocuments(work.trx, page.value.items)
    work.record('self-assessment', paper.id, { submissionIds: items.map(({ id }) => id) })
    return success({ ...page.value, items })
  },
})

/** Whether the actor reads a document of a paper that they may read: a draft is its authors' alone. */
export const readsDocument = async (
  work: Work,
  paper: Paper,
  { version }: { readonly version: number | null },
): Promise<boolean> =>
  version === null
    ? writesPaper(work.actor, paper.facts)
    : moderatorReads(version, await firstVersionRead(work, paper))
