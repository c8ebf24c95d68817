import {
  completeUpload,
  deleteAbandonedUploads,
  deleteDocument,
  deleteUpload,
  insertUpload,
} from '../../db/documents.ts'
import type { Paper } from '../../db/papers.ts'
import { type Document, findDocument, loadDraftDocuments } from '../../db/submissions.ts'
import { partiesOf, writesPaper } from '../../domain/access/authoring.ts'
import { failure, fault, type Result, success } from '../../domain/failures.ts'
import { findPaper } from '../moderation/papers.ts'
import { readsDocument } from '../moderation/submissions.ts'
import { movePaper, paperToMove } from '../self-assessments/moving.ts'
import { forbidden, notFound, reading, regionOf, type Work, writing } from '../use-case.ts'
import type { Measure } from './streams.ts'

/** An upload that has not ended after this was cut off with the process that took it: none lasts an hour. */
const ABANDONED_AFTER_MS = 60 * 60 * 1000

/** What is known of a document before its first byte. */
export interface DocumentHeading {
  readonly selfAssessmentId: string
  readonly name: string
  /** One of the accepted ones. */
  readonly mediaType: string
  /** Where the consultant has it from, who enters it for the authority; null from its own people. */
  readonly source: string | null
}

/** Begins a document of a paper, invisible until it is complete, and clears away what earlier ones left. */
export const beginDocument = writing<DocumentHeading, Paper, string>({
  authorise: (work, input) => paperToMove(work, input.selfAssessmentId),
  run: async (work, heading, paper) => {
    const sourced = checkSource(work, paper, heading)
    if (!sourced.ok) return sourced
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

/** The consultant says where an authority's document came from; whoever uploads their own has no need to. */
const checkSource = (work: Work, { facts }: Paper, { source }: DocumentHeading): Result<null> => {
  if (writesPaper(work.actor, facts)) {
    return source === null
      ? success(null)
      : fault('?source', 'A source is named by the consultant who enters a document for an authority.')
  }
  return source === null
    ? fault('?source', 'Say where you have it from, such as “Email of 3 July from the director’s office”.')
    : success(null)
}

/**
 * A document's bytes are all stored and what they should be: it becomes visible in the draft, if its paper is still
 * open. The same name and content again is the document that is there already: an upload may be retried.
 */
export const completeDocument = writing<
  {
    readonly selfAssessmentId: string
    readonly documentId: string
    readonly name: string
    readonly measure: Measure
  },
  Paper,
  Document
>({
  authorise: (work, input) => paperToMove(work, input.selfAssessmentId),
  run: async (work, { documentId, name, measure }, paper) => {
    const same = (await loadDraftDocuments(work.trx, paper.id)).find(
      (each) => each.name === name && each.sha256.equals(measure.sha256),
    )
    if (same !== undefined) {
      await deleteUpload(work.trx, documentId)
      work.record('document', same.id, { selfAssessmentId: paper.id, again: true })
      return success(same)
    }
    if (!(await completeUpload(work.trx, documentId, measure, work.now))) {
      return failure('conflict', 'The upload took too long and was cleared away: send it again.')
    }
    const document = await findDocument(work.trx, paper.id, documentId)
    if (document === null) return notFound()
    const own = partiesOf(work.actor, paper.facts).some((party) => party !== 'consultant')
    const moved = await movePaper(work, paper, own ? 'write' : 'file', { note: document.source })
    if (!moved.ok) return moved
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

/** A document of the draft is taken out of it, and gone; one of a version stays. For those whose draft it is. */
export const removeDocument = writing<
  { readonly id: string; readonly documentId: string },
  { readonly paper: Paper; readonly document: Document },
  undefined
>({
  authorise: async (work, { id, documentId }) => {
    const paper = await paperToMove(work, id)
    if (!paper.ok) return paper
    if (!writesPaper(work.actor, paper.value.facts))
      return forbidden("A draft is its authors' alone: its director, delegates and contributors.")
    const document = await findDocument(work.trx, id, documentId)
    if (document === null) return notFound()
    return document.version === null
      ? success({ paper: paper.value, document })
      : failure(
          'wrong-state',
          `${document.name} belongs to version ${document.version}, which stays as it is.`,
        )
  },
  run: async (work, _input, { paper, document }) => {
    const moved = await movePaper(work, paper, 'write')
    if (!moved.ok) return moved
    await deleteDocument(work.trx, document.id)
    work.record('document', document.id, { selfAssessmentId: paper.id, removed: true })
    return success(undefined)
  },
})
