import { fixFirstSubmission } from '../../db/assignments.ts'
import { type Page, type PageRequest, pageOf } from '../../db/page.ts'
import type { Paper } from '../../db/papers.ts'
import {
  findDocument,
  insertSubmission,
  loadVersions,
  lockPaper,
  type NewSubmission,
  type Submission,
  selectSubmissions,
  withDocuments,
} from '../../db/submissions.ts'
import { maySubmitFor } from '../../domain/access/operations.ts'
import { authorsAt } from '../../domain/access/paper.ts'
import { basesOf } from '../../domain/access/readers.ts'
import { type Fault, failure, fault, type Result, success } from '../../domain/failures.ts'
import { ASSIGNMENT_STATES, givesReading } from '../../domain/moderation/assignment.ts'
import { moderatorReads, nextVersion } from '../../domain/moderation/self-assessment.ts'
import { checkNotClosed } from '../../domain/rounds/round.ts'
import { forbidden, reading, regionOf, type Work, writing } from '../use-case.ts'
import { findPaper } from './papers.ts'

export type { Submission } from '../../db/submissions.ts'

/** Whether the actor belongs to those who write a paper: of its author's, or now of its successor's, office. */
const writesFor = (work: Work, { facts }: Paper): boolean =>
  authorsAt(facts, work.now).some((authorityId) => maySubmitFor(work.actor, authorityId))

/** The paper that the actor means to add to: refused to its readers who do not write it, or once it is history. */
export const findOwnPaper = async (work: Work, id: string): Promise<Result<Paper>> => {
  const paper = await findPaper(work, id)
  if (!paper.ok) return paper
  if (!writesFor(work, paper.value)) {
    return forbidden(
      "Only the authority's director, a delegate or a contributor submits its self-assessment.",
    )
  }
  const open = checkNotClosed(paper.value.round)
  return open.ok ? paper : open
}

/**
 * The first version that the actor reads of a paper that they may read; null when none. Who reads it as a
 * moderator alone begins with the version fixed for them.
 */
const firstVersionRead = async (work: Work, paper: Paper): Promise<number | null> => {
  const bases = basesOf(work.actor, paper.facts, work.now)
  if (bases.some((basis) => basis !== 'moderator')) return 1
  const fixed = await work.trx
    .selectFrom('moderationAssignment')
    .innerJoin('submission', 'submission.id', 'moderationAssignment.submissionId')
    .select('submission.version')
    .where('moderationAssignment.selfAssessmentId', '=', paper.id)
    .where('moderationAssignment.moderatorId', '=', work.actor.personId)
    .where('moderationAssignment.state', 'in', ASSIGNMENT_STATES.filter(givesReading))
    .executeTakeFirst()
  return fixed?.version ?? null
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

/**
 * Submits the next version of a self-assessment: documents uploaded for it, sections, or both. Whoever accepted
 * its moderation before there was anything gets this version, if it is the first; nobody else's is swapped.
 */
export const createSubmission = writing<{ id: string } & Omit<NewSubmission, 'version'>, Paper, Submission>({
  authorise: (work, input) => findOwnPaper(work, input.id),
  run: async (work, { id: paperId, ...input }, paper) => {
    if (input.documentIds.length === 0 && input.sections.length === 0) {
      return fault('/documentIds', 'Submit at least one document or one section.')
    }
    await lockPaper(work.trx, paperId)
    const unfit = await unfitDocuments(work, paperId, input.documentIds)
    if (unfit.length > 0)
      return failure('invalid-request', unfit.map(({ detail }) => detail).join(' '), unfit)
    const version = nextVersion(await loadVersions(work.trx, [paperId]))
    const { id: regionId } = regionOf(work)
    const by = { personId: work.actor.personId, at: work.now }
    const id = await insertSubmission(
      work.trx,
      { regionId, selfAssessmentId: paperId },
      { ...input, version },
      by,
    )
    if (version === 1) await fixFirstSubmission(work.trx, paperId, id, work.now)
    const row = await selectSubmissions(work.trx, paperId)
      .where('submission.id', '=', id)
      .executeTakeFirstOrThrow()
    const [submission] = await withDocuments(work.trx, [row])
    work.record('submission', id, { selfAssessmentId: paper.id, version })
    return success(submission as Submission)
  },
})

/** Documents that cannot be submitted: not uploaded for this paper, not complete, named twice, or used before. */
const unfitDocuments = async (work: Work, paperId: string, ids: readonly string[]): Promise<Fault[]> => {
  const faults: Fault[] = []
  for (const [index, id] of ids.entries()) {
    const pointer = `/documentIds/${index}`
    const document = await findDocument(work.trx, paperId, id)
    if (document === null) faults.push({ pointer, detail: `No document ${id} was uploaded for this paper.` })
    else if (document.version !== null)
      faults.push({ pointer, detail: `${document.name} belongs to version ${document.version} already.` })
    else if (ids.indexOf(id) < index) faults.push({ pointer, detail: `${document.name} is named twice.` })
  }
  return faults
}

/** Whether the actor reads a document of a paper that they may read: a draft is its authors' alone. */
export const readsDocument = async (
  work: Work,
  paper: Paper,
  { version }: { readonly version: number | null },
): Promise<boolean> =>
  version === null ? writesFor(work, paper) : moderatorReads(version, await firstVersionRead(work, paper))
