import { type Database, inTransaction, type Scope } from '../../db/database.ts'
import { type Document, deleteUpload, insertChunk, loadChunks, type StoredChunk } from '../../db/documents.ts'
import { type Result, success } from '../../domain/failures.ts'
import type { Runner } from '../runner.ts'
import type { Caller, UseCase } from '../use-case.ts'
import { openChunks, sealChunks } from './cipher.ts'
import { checkMediaType } from './media-type.ts'
import { type DocumentHeading, type DocumentPlace, type Shelf, shelving } from './shelf.ts'
import { limited, MAX_DOCUMENT_BYTES, measured, sampled, TooLarge } from './streams.ts'

export type { Document } from '../../db/documents.ts'

/**
 * How many chunks (a quarter of a mebibyte each) one transaction fetches, since its trips cost as much as a chunk. Twice as
 * many may still be passed on when a reader's right ends.
 */
const CHUNKS_AT_ONCE = 6

/**
 * Documents on their way in and out: the one part of the service that is not a single transaction, because none
 * may stay open while bytes flow. Some chunks at a time have a short one of their own.
 */
export interface Papers {
  /**
   * Stores a document for whoever may add to its record. Until it is complete and found to be what it says, nobody sees it;
   * whatever goes wrong (a refusal, or `bytes` that throw, which is thrown on) leaves nothing of it.
   */
  upload(
    caller: Caller,
    heading: DocumentHeading,
    bytes: AsyncIterable<Uint8Array>,
  ): Promise<Result<Document>>
  /**
   * A document for a reader, after its reading is recorded. `bytes` throw when what is stored is damaged, or
   * the reader's right ends on the way: who forwards them must break off, not finish.
   */
  download(
    caller: Caller,
    place: DocumentPlace,
  ): Promise<Result<{ readonly document: Document; readonly bytes: AsyncIterable<Buffer> }>>
}

/** The documents of one shelf in a database, sealed with the service's key (32 bytes). */
export const createPapers = <Found>(
  runner: Runner,
  database: Database,
  now: () => Date,
  key: Buffer,
  shelf: Shelf<Found>,
): Papers => {
  const { operations } = shelf
  const steps = shelving(shelf)
  const scopeOf = ({ regionId, personId }: Caller): Scope => ({ regionId, personId, now: now() })

  const perform = async <Input extends { readonly holderId: string }, Found, Output>(
    caller: Caller,
    operation: string,
    useCase: UseCase<Input, Found, Output>,
    input: Input,
  ): Promise<Result<Output>> => {
    const seal = (output: Output) => ({ answer: output, kept: null })
    const call = { caller, operation, subjectId: input.holderId, seal }
    return (await runner.execute(call, useCase, input)) as Result<Output>
  }

  const store = async (
    caller: Caller,
    { holderId, name, mediaType }: DocumentHeading,
    documentId: string,
    bytes: AsyncIterable<Uint8Array>,
  ): Promise<Result<Document>> => {
    const counted = measured(limited(bytes, MAX_DOCUMENT_BYTES))
    const seen = sampled(counted.bytes)
    const document = { regionId: caller.regionId ?? '', documentId }
    for await (const chunk of sealChunks(key, documentId, seen.bytes)) {
      await inTransaction(database, scopeOf(caller), (trx) => insertChunk(trx, document, chunk))
    }
    const checked = await checkMediaType(mediaType, seen.result())
    if (!checked.ok) return checked
    const complete = { holderId, documentId, name, measure: counted.result() }
    return perform(caller, operations.upload, steps.complete, complete)
  }

  return {
    async upload(caller, heading, bytes) {
      const begun = await perform(caller, operations.upload, steps.begin, heading)
      if (!begun.ok) return begun
      let stored: Result<Document> | null = null
      try {
        stored = await store(caller, heading, begun.value, bytes)
      } catch (error) {
        if (!(error instanceof TooLarge)) throw error
        stored = { ok: false, failure: error.failure }
      } finally {
        if (!stored?.ok)
          await inTransaction(database, scopeOf(caller), (trx) => deleteUpload(trx, begun.value))
      }
      return stored
    },

    async download(caller, place) {
      const opened = await perform(caller, operations.download, steps.open, place)
      if (!opened.ok) return opened
      const fetch = (from: number) =>
        inTransaction(database, scopeOf(caller), (trx) =>
          loadChunks(trx, place.documentId, from, CHUNKS_AT_ONCE),
        )
      return success({ document: opened.value, bytes: openChunks(key, place.documentId, inOrder(fetch)) })
    },
  }
}

/** Chunks in order until none is there, the next ones asked for while those before are passed on. */
async function* inOrder(
  fetch: (from: number) => Promise<readonly StoredChunk[]>,
): AsyncGenerator<StoredChunk, void, undefined> {
  let coming: Promise<readonly StoredChunk[]> | null = fetch(0)
  while (coming !== null) {
    const chunks: readonly StoredChunk[] = await coming
    const end = chunks.at(-1)
    coming = end === undefined || end.last ? null : fetch(end.index + 1)
    // What nobody waits for any more, because the reader went away, may fail unheard.
    coming?.catch(() => {})
    yield* chunks
  }
}
