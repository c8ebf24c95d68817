import type { Handle } from './database.ts'

/** A document whose bytes are still on their way. */
export interface Upload {
  readonly regionId: string
  readonly selfAssessmentId: string
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
export const insertUpload = async (trx: Handle, upload: Upload): Promise<string> =>
  (await trx.insertInto('document').values(upload).returning('id').executeTakeFirstOrThrow()).id

export const insertChunk = async (
  trx: Handle,
  document: { readonly regionId: string; readonly selfAssessmentId: string; readonly documentId: string },
  chunk: StoredChunk,
): Promise<void> => {
  await trx
    .insertInto('documentChunk')
    .values({ ...document, ...chunk })
    .execute()
}

export const findChunk = async (
  trx: Handle,
  documentId: string,
  index: number,
): Promise<StoredChunk | null> =>
  (await trx
    .selectFrom('documentChunk')
    .select(['index', 'last', 'bytes'])
    .where('documentId', '=', documentId)
    .where('index', '=', index)
    .executeTakeFirst()) ?? null

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

/** Removes what uploads to a paper left that were begun before a moment and never ended. */
export const deleteAbandonedUploads = async (
  trx: Handle,
  paperId: string,
  begunBefore: Date,
): Promise<void> => {
  await trx
    .deleteFrom('document')
    .where('selfAssessmentId', '=', paperId)
    .where('completedAt', 'is', null)
    .where('createdAt', '<', begunBefore)
    .execute()
}
