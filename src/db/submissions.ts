import { sql } from 'kysely'
import type { SubmissionVersion } from '../domain/moderation/self-assessment.ts'
import type { Handle } from './database.ts'
import { type Document, selectDocuments } from './documents.ts'

/** A titled piece of text: of a self-assessment, or of the comments on it. */
export interface Section {
  readonly title: string
  readonly text: string
}

/** A section of a self-assessment; `key` is that of its template, null for one that answers none. */
export interface SubmissionSection extends Section {
  readonly key: string | null
}

/** One version of a self-assessment, whole. */
export interface Submission extends SubmissionVersion {
  readonly id: string
  readonly selfAssessmentId: string
  readonly submittedBy: { readonly id: string; readonly name: string }
  readonly note: string | null
  /** Where the authority's wish to submit it lies, when the consultant did so for it. */
  readonly source: string | null
  readonly sections: readonly SubmissionSection[]
  readonly documents: readonly Document[]
}

/** The versions of papers, without their content. */
export const loadVersions = (
  trx: Handle,
  paperIds: readonly string[],
): Promise<(SubmissionVersion & { readonly id: string; readonly paperId: string })[]> =>
  trx
    .selectFrom('submission')
    .select(['id', 'selfAssessmentId as paperId', 'version', 'submittedAt'])
    .where(sql<boolean>`self_assessment_id = any(${paperIds}::uuid[])`)
    .orderBy('version')
    .execute()

/** The submissions of a paper, to be narrowed and paged; `loadDocumentsOf` has what belongs to each. */
export const selectSubmissions = (trx: Handle, paperId: string) =>
  trx
    .selectFrom('submission')
    .innerJoin('person', 'person.id', 'submission.submittedBy')
    .select([
      'submission.id',
      'submission.selfAssessmentId',
      'submission.version',
      'submission.submittedAt',
      'submission.note',
      'submission.source',
      'submission.sections',
      'person.id as submitterId',
      'person.name as submitterName',
    ])
    .where('submission.selfAssessmentId', '=', paperId)

type SubmissionRow = Awaited<ReturnType<ReturnType<typeof selectSubmissions>['executeTakeFirstOrThrow']>>

/** Rows of `selectSubmissions` as submissions, each with its documents by name. */
export const withDocuments = async (trx: Handle, rows: readonly SubmissionRow[]): Promise<Submission[]> => {
  const documents = await selectDocuments(trx)
    .innerJoin('submissionDocument', 'submissionDocument.documentId', 'document.id')
    .select('submissionDocument.submissionId')
    .where(sql<boolean>`submission_document.submission_id = any(${rows.map(({ id }) => id)}::uuid[])`)
    .orderBy('document.name')
    .orderBy('document.id')
    .execute()
  return rows.map(({ submitterId, submitterName, sections, ...row }) => ({
    ...row,
    submittedBy: { id: submitterId, name: submitterName },
    // Versions of before there were templates have sections without a key.
    sections: (sections as unknown as SubmissionSection[]).map((each) => ({
      ...each,
      key: each.key ?? null,
    })),
    documents: documents.filter(({ submissionId }) => submissionId === row.id),
  }))
}

export interface NewSubmission {
  readonly version: number
  readonly documentIds: readonly string[]
  readonly sections: readonly SubmissionSection[]
  readonly note: string | null
  readonly source: string | null
  /** The revision of the draft that was signed. */
  readonly draftRevision: number
  /** The template that it answers; null where its round had none. */
  readonly templateId: string | null
}

/** Stores the next version; the database refuses any other number. */
export const insertSubmission = async (
  trx: Handle,
  paper: { readonly regionId: string; readonly selfAssessmentId: string },
  { documentIds, sections, ...submission }: NewSubmission,
  by: { readonly personId: string; readonly at: Date },
): Promise<string> => {
  const { id } = await trx
    .insertInto('submission')
    .values({
      ...paper,
      ...submission,
      sections: JSON.stringify(sections),
      submittedBy: by.personId,
      submittedAt: by.at,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  if (documentIds.length > 0) {
    await trx
      .insertInto('submissionDocument')
      .values(documentIds.map((documentId) => ({ ...paper, submissionId: id, documentId })))
      .execute()
  }
  return id
}

/** Makes submissions, and acceptances of what is submitted, of one paper come one after the other. */
export const lockPaper = async (trx: Handle, paperId: string): Promise<void> => {
  await trx.selectFrom('selfAssessment').select('id').where('id', '=', paperId).forNoKeyUpdate().execute()
}

/** The documents of a paper's draft, by name: complete, and in no version yet. */
export const loadDraftDocuments = (trx: Handle, paperId: string): Promise<Document[]> =>
  selectDocuments(trx)
    .where('document.selfAssessmentId', '=', paperId)
    .where((row) =>
      row.not(
        row.exists(
          row
            .selectFrom('submissionDocument')
            .select('documentId')
            .whereRef('submissionDocument.documentId', '=', 'document.id'),
        ),
      ),
    )
    .orderBy('document.name')
    .orderBy('document.id')
    .execute()

/** A complete document of a paper, with the version that it was submitted in: null while in none. */
export const findDocument = async (
  trx: Handle,
  paperId: string,
  id: string,
): Promise<(Document & { readonly version: number | null }) | null> => {
  const document = await selectDocuments(trx)
    .leftJoin('submissionDocument', 'submissionDocument.documentId', 'document.id')
    .leftJoin('submission', 'submission.id', 'submissionDocument.submissionId')
    .select('submission.version')
    .where('document.selfAssessmentId', '=', paperId)
    .where('document.id', '=', id)
    .executeTakeFirst()
  return document ?? null
}
