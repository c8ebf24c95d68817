import { completeUpload, deleteAbandonedUploads, insertUpload } from '../../db/documents.ts'
import type { Paper } from '../../db/papers.ts'
import { type Document, findDocument } from '../../db/submissions.ts'
import { failure, success } from '../../domain/failures.ts'
import { findPaper } from '../moderation/papers.ts'
import { findOwnPaper, readsDocument } from '../moderation/submissions.ts'
import { notFound, reading, regionOf, writing } from '../use-case.ts'
import type { Measure } from './streams.ts'

/** An upload that has not ended after this was cut off with the process that took it: none lasts an hour. */
const ABANDONED_AFTER_MS = 60 * 60 * 1000

/** What is known of a document before its first byte. */
export interface DocumentHeading {
  readonly selfAssessmentId: string
  readonly name: string
  /** One of the accepted ones. */
  readonly mediaType: string
}

/** Begins a document of a paper, invisible until it is complete, and clears away what earlier ones left. */
export const beginDocument = writing<DocumentHeading, Paper, string>({
  authorise: (work, input) => findOwnPaper(work, input.selfAssessmentId),
  run: async (work, heading, paper) => {
    const abandoned = new Date(work.now.getTime() - ABANDONED_AFTER_MS)
    await deleteAbandonedUploads(work.trx, paper.id, abandoned)
    const id = await insertUpload(work.trx, {
      ...heading,
      regionId: regionOf(work).id,
      uploadedBy: work.actor.personId,
      createdAt: work.now,
    })
    work.record('document', id, { selfAssessmentId: paper.id, complete: false })
    return success(id)
  },
})

/** A document's bytes are all stored and what they should be: it becomes visible, if its paper is still open. */
export const completeDocument = writing<
  { readonly selfAssessmentId: string; readonly documentId: string; readonly measure: Measure },
  Paper,
  Document
>({
  authorise: (work, input) => findOwnPaper(work, input.selfAssessmentId),
  run: async (work, { documentId, measure }, paper) => {
    if (!(await completeUpload(work.trx, documentId, measure, work.now))) {
      return failure('conflict', 'The upload took too long and was cleared away: send it again.')
    }
    const document = await findDocument(work.trx, paper.id, documentId)
    if (document === null) return notFound()
    work.record('document', documentId, { selfAssessmentId: paper.id, complete: true })
    return success(document)
  },
})

/** A document that the actor is about to read: recorded before its first byte. */
export const openDocument = reading<
  { readonly selfAssessmentId: string; readonly documentId: string },
  { readonly paper: Paper; readonly document: Document },
  Document
>({
  authorise: async (work, { selfAssessmentId, documentId }) => {
    const paper = await findPaper(work, selfAssessmentId)
    if (!paper.ok) return paper
    const document = await findDocument(work.trx, selfAssessmentId, documentId)
    const visible = document !== null && (await readsDocument(work, paper.value, document))
    return visible ? success({ paper: paper.value, document }) : notFound()
  },
  run: async (work, _input, { paper, document }) => {
    work.record('self-assessment', paper.id, { documentId: document.id })
    return success(document)
  },
})
