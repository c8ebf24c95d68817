import {
  completeUpload,
  type Document,
  deleteAbandonedUploads,
  findHeldDocument,
  type Holder,
  insertUpload,
} from '../../db/documents.ts'
import { failure, type Result, success } from '../../domain/failures.ts'
import { notFound, reading, regionOf, type UseCase, type Work, writing } from '../use-case.ts'
import type { Measure } from './streams.ts'

/** An upload that has not ended after this was cut off with the process that took it: none lasts an hour. */
const ABANDONED_AFTER_MS = 60 * 60 * 1000

/** What is known of a document before its first byte. */
export interface DocumentHeading {
  /** The record that will hold it. */
  readonly holderId: string
  readonly name: string
  /** One of the accepted ones. */
  readonly mediaType: string
}

/** Which document, of which record. */
export interface DocumentPlace {
  readonly holderId: string
  readonly documentId: string
}

/** Where documents lie: a kind of record that holds them, who adds to one, and who reads what. */
export interface Shelf {
  /** The operations' public names. */
  readonly operations: { readonly upload: string; readonly download: string }
  /** What the record is called in the audit log of a reading. */
  readonly subject: string
  holder(id: string): Holder
  /** Refuses whoever may not add to the record now. */
  findToAdd(work: Work, holderId: string): Promise<Result<unknown>>
  /** The document, if the actor may read it now; hidden and absent answer alike. */
  findToRead(work: Work, place: DocumentPlace): Promise<Result<Document>>
}

/** What is done with the documents of a shelf, each step in a transaction of its own. */
export interface Shelving {
  /** Begins a document, invisible until it is complete, and clears away what earlier ones left. */
  readonly begin: UseCase<DocumentHeading, unknown, string>
  /** A document's bytes are all stored and what they should be: it becomes visible, if its record is still open. */
  readonly complete: UseCase<DocumentPlace & { readonly measure: Measure }, unknown, Document>
  /** A document that the actor is about to read: recorded before its first byte. */
  readonly open: UseCase<DocumentPlace, Document, Document>
}

/** The steps of one shelf. */
export const shelving = (shelf: Shelf): Shelving => ({
  begin: writing({
    authorise: (work, { holderId }) => shelf.findToAdd(work, holderId),
    run: async (work, { holderId, name, mediaType }) => {
      const holder = shelf.holder(holderId)
      await deleteAbandonedUploads(work.trx, holder, new Date(work.now.getTime() - ABANDONED_AFTER_MS))
      const id = await insertUpload(work.trx, holder, {
        name,
        mediaType,
        regionId: regionOf(work).id,
        uploadedBy: work.actor.personId,
        createdAt: work.now,
      })
      work.record('document', id, { ...holder, complete: false })
      return success(id)
    },
  }),
  complete: writing({
    authorise: (work, { holderId }) => shelf.findToAdd(work, holderId),
    run: async (work, { holderId, documentId, measure }) => {
      if (!(await completeUpload(work.trx, documentId, measure, work.now))) {
        return failure('conflict', 'The upload took too long and was cleared away: send it again.')
      }
      const holder = shelf.holder(holderId)
      const document = await findHeldDocument(work.trx, holder, documentId)
      if (document === null) return notFound()
      work.record('document', documentId, { ...holder, complete: true })
      return success(document)
    },
  }),
  open: reading({
    authorise: (work, place) => shelf.findToRead(work, place),
    run: async (work, { holderId }, document) => {
      work.record(shelf.subject, holderId, { documentId: document.id })
      return success(document)
    },
  }),
})
