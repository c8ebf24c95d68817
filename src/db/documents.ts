import { sql } from 'kysely'
import type { Handle } from './database.ts'

/** What a document belongs to: one record that holds it. */
export type Holder =
  | { readonly selfAssessmentId: string }
  | { readonly memorandumId: string }
  | { readonly circulatedPaperId: string }

/** A document whose bytes are still on their way. */
export interface Upload {
  readonly regionId: string
  readonly name: string
  readonly mediaType: string
  readonly source: string | null
  readonly uploadedBy: string
  readonly createdAt: Date
}

/** One sealed piece of a document, in its place from 0. */
export interface StoredChunk {
  readonly index: number
  readonly last: boolean
  readonly bytes: Buffer
}

/** Begins a document: nobody sees it until it is complete. */
export const insertUpload = async (trx: Handle, holder: Holder, upload: Upload): Promise<string> =>
  (
    await trx
      .insertInto('document')
      .values({ ...holder, ...upload })
      .returning('id')
      .executeTakeFirstOrThrow()
  ).id

export const insertChunk = async (
  trx: Handle,
  document: { readonly regionId: string; readonly documentId: string },
  chunk: StoredChunk,
): Promise<void> => {
  await trx
    .insertInto('documentChunk')
    .values({ ...document, ...chunk })
    .execute()
}

/**
 * The chunks of a document from an index on, in order, at most so many. Their bytes travel in base64: in hexadecimal, as
 * PostgreSQL writes them otherwise, a megabyte takes a quarter longer.
 */
export const loadChunks = async (
  trx: Handle,
  documentId: string,
  from: number,
  count: number,
): Promise<StoredChunk[]> => {
  const rows = await trx
    .selectFrom('documentChunk')
    .select(['index', 'last', sql<string>`encode(bytes, 'base64')`.as('encoded')])
    .where('documentId', '=', documentId)
    .where('index', '>=', from)
    // Not a limit: what is sorted before it is encoded in all its rows.
    .where('index', '<', from + count)
    .orderBy('index')
    .execute()
  return rows.map(({ encoded, ...chunk }) => ({ ...chunk, bytes: Buffer.from(encoded, 'base64') }))
}

/** Makes a document visible; false when it is no longer there. */
export const completeUpload = async (
  trx: Handle,
  documentId: string,
  found: { readonly size: number; readonly sha256: Buffer },
  at: Date,
): Promise<boolean> => {
  const { numUpdatedRows } = await trx
    .updateTable('document')
    .set({ ...found, completedAt: at })
    .where('id', '=', documentId)
    .where('completedAt', 'is', null)
    .executeTakeFirst()
  return numUpdatedRows === 1n
}

/** Removes a document that did not become complete, with the chunks that came. */
export const deleteUpload = async (trx: Handle, documentId: string): Promise<void> => {
  await trx.deleteFrom('document').where('id', '=', documentId).where('completedAt', 'is', null).execute()
}

/** Removes a complete document, which the database refuses where a version has it. */
export const deleteDocument = async (trx: Handle, documentId: string): Promise<void> => {
  await trx.deleteFrom('document').where('id', '=', documentId).execute()
}

/** Removes what uploads to a record left that were begun before a moment and never ended. */
export const deleteAbandonedUploads = async (
  trx: Handle,
  holder: Holder,
  begunBefore: Date,
): Promise<void> => {
  await trx
    .deleteFrom('document')
    .where((row) => row.and(holder))
    .where('completedAt', 'is', null)
    .where('createdAt', '<', begunBefore)
    .execute()
}

/** A complete document as its readers see it. */
export interface Document {
  readonly id: string
  readonly name: string
  readonly mediaType: string
  /** In bytes. */
  readonly size: number
  /** Of the whole content, 32 bytes. */
  readonly sha256: Buffer
  /** Where it came from, when the consultant entered it for somebody else; null from its own people. */
  readonly source: string | null
}

/** Documents all of whose bytes are stored and were found to be what they say. */
export const selectDocuments = (trx: Handle) =>
  trx
    .selectFrom('document')
    .select([
      'document.id',
      'document.name',
      'document.mediaType',
      'document.size',
      'document.sha256',
      'document.source',
    ])
    .where('document.completedAt', 'is not', null)
    .$narrowType<{ size: number; sha256: Buffer }>()

/** A complete document of a record; null for one that is not there, not complete, or another's. */
export const findHeldDocument = async (
  trx: Handle,
  holder: Holder,
  id: string,
): Promise<(Document & { readonly uploadedBy: string }) | null> =>
  (await selectDocuments(trx)
    .select('document.uploadedBy')
    .where('document.id', '=', id)
    .where((row) => row.and(holder))
    .executeTakeFirst()) ?? null

/** The complete documents of circulated papers, by name. */
export const loadCirculatedDocuments = (trx: Handle, paperIds: readonly string[]) =>
  selectDocuments(trx)
    .select('document.circulatedPaperId as paperId')
    .where(sql<boolean>`document.circulated_paper_id = any(${paperIds}::uuid[])`)
    .orderBy('document.name')
    .orderBy('document.id')
    .execute()
