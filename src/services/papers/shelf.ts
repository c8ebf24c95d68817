import {
  completeUpload,
  type Document,
  deleteAbandonedUploads,
  deleteUpload,
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
  /** Where the consultant has it from, who enters it for somebody else; null from its own people. */
  readonly source: string | null
}

/** Which document, of which record. */
export interface DocumentPlace {
  readonly holderId: string
  readonly documentId: string
}

/** A document whose bytes are all stored. */
export interface StoredBytes {
  readonly name: string
  readonly measure: Measure
}

/** What more there is to documents that go into something that is still being written. */
export interface DraftRules<Found> {
  /** Refuses a document by what is known of it before its first byte. */
  check(work: Work, found: Found, heading: DocumentHeading): Result<null>
  /** The document with this name and content that is there already: an upload may be retried. */
  findSame(work: Work, found: Found, stored: StoredBytes): Promise<Document | undefined>
  /** What becomes of the record with a new document. */
  added(work: Work, found: Found, document: Document): Promise<Result<unknown>>
}

/** Where documents lie: a kind of record that holds them, who adds to one, and who reads what. */
export interface Shelf<Found = unknown> {
  /** The operations' public names. */
  readonly operations: { readonly upload: string; readonly download: string }
  /** What the record is called in the audit log of a reading. */
  readonly subject: string
  holder(id: string): Holder
  /** Refuses whoever may not add to the record now. */
  findToAdd(work: Work, holderId: string): Promise<Result<Found>>
  /** The document, if the actor may read it now; hidden and absent answer alike. */
  findToRead(work: Work, place: DocumentPlace): Promise<Result<Document>>
  readonly draft?: DraftRules<Found>
}

/** What is done with the documents of a shelf, each step in a transaction of its own. */
export interface Shelving<Found> {
  /** Begins a document, invisible until it is complete, and clears away what earlier ones left. */
  readonly begin: UseCase<DocumentHeading, Found, string>
  /** A document's bytes are all stored and what they should be: it becomes visible, if its record is still open. */
  readonly complete: UseCase<DocumentPlace & StoredBytes, Found, Document>
  /** A document that the actor is about to read: recorded before its first byte. */
  readonly open: UseCase<DocumentPlace, Document, Document>
}

/** The steps of one shelf. */
export const shelving = <Found>(shelf: Shelf<Found>): Shelving<Found> => ({
  begin: writing({
    authorise: (work, { holderId }) => shelf.findToAdd(work, holderId),
    run: async (work, heading, found) => {
      const { holderId, name, mediaType, source } = heading
      const taken = shelf.draft?.check(work, found, heading)
      if (taken?.ok === false) return taken
      const holder = shelf.holder(holderId)
      await deleteAbandonedUploads(work.trx, holder, new Date(work.now.getTime() - ABANDONED_AFTER_MS))
      const id = await insertUpload(work.trx, holder, {
        name,
        mediaType,
        source,
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
    run: async (work, { holderId, documentId, name, measure }, found) => {
      const holder = shelf.holder(holderId)
      const same = await shelf.draft?.findSame(work, found, { name, measure })
      if (same !== undefined) {
        await deleteUpload(work.trx, documentId)
        work.record('document', same.id, { ...holder, again: true })
        return success(same)
      }
      if (!(await completeUpload(work.trx, documentId, measure, work.now))) {
        return failure('conflict', 'The upload took too long and was cleared away: send it again.')
      }
      const document = await findHeldDocument(work.trx, holder, documentId)
      if (document === null) return notFound()
      const moved = await shelf.draft?.added(work, found, document)
      if (moved?.ok === false) return moved
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
