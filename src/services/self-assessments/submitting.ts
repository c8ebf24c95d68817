import { fixFirstSubmission } from '../../db/assignments.ts'
import type { Document } from '../../db/documents.ts'
import { loadChapters } from '../../db/drafts.ts'
import type { Paper } from '../../db/papers.ts'
import { insertSignOff } from '../../db/self-assessments.ts'
import {
  findDocument,
  insertSubmission,
  loadDraftDocuments,
  loadVersions,
  type Submission,
  type SubmissionSection,
  selectSubmissions,
  withDocuments,
} from '../../db/submissions.ts'
import { latestTemplate } from '../../db/templates.ts'
import { partiesOf } from '../../domain/access/authoring.ts'
import { type Fault, failure, fault, type Result, success } from '../../domain/failures.ts'
import { nextVersion } from '../../domain/moderation/self-assessment.ts'
import { chaptersOf, draftPoints } from '../../domain/self-assessments/draft.ts'
import { officesToSign, signaturesOf } from '../../domain/self-assessments/signing.ts'
import { openPoints } from '../../domain/self-assessments/template.ts'
import { possibleInWords, submissionEvent } from '../../domain/self-assessments/workflow.ts'
import { refreshReaders } from '../moderation/readers.ts'
import { regionOf, type Work, writing } from '../use-case.ts'
import { movePaper, paperToMove, standingSignOffs } from './moving.ts'

export interface SubmissionRequest {
  readonly id: string
  /** Nothing of either: the draft as it was signed off. */
  readonly documentIds: readonly string[]
  readonly sections: readonly SubmissionSection[]
  readonly note: string | null
  /** Where the authority's wish lies, when the consultant submits for it. */
  readonly source: string | null
}

/** What a version is made of. */
interface Content {
  readonly documentIds: readonly string[]
  readonly sections: readonly SubmissionSection[]
  readonly templateId: string | null
}

/**
 * Submits the next version of a self-assessment: the draft that was signed off or, in one call of the director, who
 * signs with it, documents and sections that the call names. The consultant submits for an authority what its
 * director has signed off, and says where the authority's wish lies.
 */
export const createSubmission = writing<SubmissionRequest, Paper, Submission>({
  authorise: (work, input) => paperToMove(work, input.id),
  run: async (work, input, paper) => {
    const parties = partiesOf(work.actor, paper.facts)
    const onBehalf = !parties.some((party) => party !== 'consultant')
    if (onBehalf !== (input.source !== null)) {
      return fault(
        '/source',
        onBehalf
          ? "Say where the authority's wish to submit lies, such as “Email of 3 July from the director's office”."
          : 'A source is named by the consultant who submits for an authority; its own people need none.',
      )
    }
    const named = input.documentIds.length > 0 || input.sections.length > 0
    const signed = named ? await signWhatIsNamed(work, paper, input) : success(paper)
    if (!signed.ok) return signed
    const content = named ? await namedContent(work, paper, input) : await draftContent(work, paper)
    return content.ok ? submitContent(work, signed.value, content.value, input) : content
  },
})

/** The signature of a director who names in one call what they submit; others submit what was signed before. */
const signWhatIsNamed = async (
  work: Work,
  paper: Paper,
  { documentIds }: SubmissionRequest,
): Promise<Result<Paper>> => {
  const needed = officesToSign(paper.round.policy.selfAssessments)
  const alone = needed.length === 1 && partiesOf(work.actor, paper.facts).includes('director')
  if (!alone) {
    const given = (await standingSignOffs(work, paper)).map(({ office }) => office)
    const possible = possibleInWords(paper.workflow.state, signaturesOf(needed, given))
    return failure(
      'wrong-state',
      `Only a director who alone signs may name here what is submitted: else the draft is signed off, then submitted without naming anything. ${possible}`,
    )
  }
  const unfit = await unfitDocuments(work, paper.id, documentIds)
  if (unfit.length > 0) return failure('invalid-request', unfit.map(({ detail }) => detail).join(' '), unfit)
  const written = await movePaper(work, paper, 'write')
  if (!written.ok) return written
  const signed = await movePaper(work, written.value, 'sign-off')
  if (!signed.ok) return signed
  await insertSignOff(
    work.trx,
    { regionId: regionOf(work).id, selfAssessmentId: paper.id },
    { draftRevision: signed.value.workflow.draftRevision, office: 'director', source: null },
    { personId: work.actor.personId, at: work.now },
  )
  return signed
}

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

/** What a call names, if it answers the round's template as a draft must; sections without a key are beside it. */
const namedContent = async (
  work: Work,
  paper: Paper,
  { documentIds, sections }: SubmissionRequest,
): Promise<Result<Content>> => {
  const template = await latestTemplate(work.trx, paper.round.id)
  const keyed = sections.flatMap(({ key, text }) => (key === null ? [] : [{ key, text }]))
  const pointerOf = (key: string) => {
    const index = sections.findIndex((section) => section.key === key)
    return index < 0 ? '/sections' : `/sections/${index}`
  }
  const twice = sections.flatMap(({ key }, index) =>
    key !== null && sections.findIndex((each) => each.key === key) < index
      ? [{ pointer: `/sections/${index}/key`, detail: `Another section has the key ${key} already.` }]
      : [],
  )
  const faults = [...twice, ...openPoints(template?.sections ?? [], keyed, pointerOf)]
  if (faults.length > 0) return notComplete(faults)
  return success({ documentIds, sections, templateId: template?.id ?? null })
}

/** The draft, if it answers the template that is the round's by now. */
const draftContent = async (work: Work, paper: Paper): Promise<Result<Content>> => {
  const template = await latestTemplate(work.trx, paper.round.id)
  const chapters = chaptersOf(template?.sections ?? [], await loadChapters(work.trx, paper.id))
  const documents: readonly Document[] = await loadDraftDocuments(work.trx, paper.id)
  const faults = draftPoints(chapters, documents)
  if (faults.length > 0) return notComplete(faults)
  return success({
    documentIds: documents.map(({ id }) => id),
    sections: chapters
      .filter(({ asked, text }) => asked && text !== '')
      .map(({ key, title, text }) => ({ key, title, text })),
    templateId: template?.id ?? null,
  })
}

/** The refusal of what does not answer its template, with every point. */
export const notComplete = (faults: readonly Fault[]): Result<never> =>
  failure('invalid-request', faults.map(({ detail }) => detail).join(' '), faults)

/** The draft as it was signed off becomes a version: after the last signature, where a round moderates nothing. */
export const submitDraft = async (work: Work, paper: Paper): Promise<Result<Submission>> => {
  const content = await draftContent(work, paper)
  return content.ok ? submitContent(work, paper, content.value, { note: null, source: null }) : content
}

/**
 * Stores a version. Whoever accepted the paper's moderation before there was anything to moderate gets this one;
 * nobody else's is swapped.
 */
const submitContent = async (
  work: Work,
  paper: Paper,
  content: Content,
  { note, source }: Pick<SubmissionRequest, 'note' | 'source'>,
): Promise<Result<Submission>> => {
  const version = nextVersion(await loadVersions(work.trx, [paper.id]))
  const moved = await movePaper(work, paper, submissionEvent(paper.workflow.state), { version, note: source })
  if (!moved.ok) return moved
  const { draftRevision } = paper.workflow
  const id = await insertSubmission(
    work.trx,
    { regionId: regionOf(work).id, selfAssessmentId: paper.id },
    { ...content, version, note, source, draftRevision },
    { personId: work.actor.personId, at: work.now },
  )
  await fixFirstSubmission(work.trx, paper.id, id, work.now)
  await refreshReaders(work, { id: paper.id })
  const row = await selectSubmissions(work.trx, paper.id)
    .where('submission.id', '=', id)
    .executeTakeFirstOrThrow()
  const [submission] = await withDocuments(work.trx, [row])
  work.record('submission', id, { selfAssessmentId: paper.id, version, source })
  return success(submission as Submission)
}
