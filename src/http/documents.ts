import { Readable } from 'node:stream'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { FailureCode } from '../domain/failures.ts'
import { ACCEPTED_MEDIA_TYPES, acceptMediaType, checkFileName } from '../services/papers/media-type.ts'
import type { Papers } from '../services/papers/papers.ts'
import { asFile, Bytes } from './attachment.ts'
import { names, refusedAs, SHARED_FAILURES, sendProblem } from './operation.ts'
import { problemOf } from './problem.ts'
import { presentDocument } from './routes/moderation/present.ts'
import { DocumentSchema, FileName } from './routes/moderation/schemas.ts'
import { ById, Id, text } from './wire.ts'

const UploadQuery = z.strictObject({
  name: FileName.describe('The name of the file: "Self-assessment.pdf"'),
  source: text(500)
    .optional()
    .describe('For the consultant, who enters what an authority mailed: where it came from'),
})

const ByDocument = z.strictObject({ id: Id, documentId: Id })

const UPLOAD_FAILURES: readonly FailureCode[] = [
  ...SHARED_FAILURES,
  'wrong-state',
  'conflict',
  'too-large',
  'unsupported-media-type',
  'content-mismatch',
]

/** The documents of one kind of record, and what is said of them. */
export interface DocumentWords {
  readonly papers: Papers
  /** Where the records are: `/v1/self-assessments`. */
  readonly base: string
  readonly tag: string
  /** The operations, as the shelf of `papers` names them. */
  readonly operations: { readonly upload: string; readonly download: string }
  readonly summaries: { readonly upload: string; readonly download: string }
  readonly description: string
}

/**
 * Documents as raw bytes, streamed both ways. In a plugin of its own, because here a body of any media type is
 * taken as a stream, JSON too, and `acceptMediaType` decides.
 */
export const documentRoutes = (app: FastifyInstance, words: DocumentWords, done: () => void): void => {
  const { papers, base, tag, operations, summaries } = words
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', (_request, payload, done) => done(null, payload))

  app.route({
    method: 'POST',
    url: `${base}/:id/documents`,
    schema: {
      operationId: operations.upload,
      tags: [tag],
      summary: summaries.upload,
      description: `The body is the file itself, at most 50 MiB, with its own Content-Type. ${words.description}`,
      params: ById,
      querystring: UploadQuery,
      consumes: [...ACCEPTED_MEDIA_TYPES],
      body: Bytes,
      response: {
        201: { description: 'Stored', content: { 'application/json': { schema: DocumentSchema } } },
        ...refusedAs(UPLOAD_FAILURES),
      },
    },
    handler: async (request: FastifyRequest, reply) => {
      const mediaType = acceptMediaType(request.headers['content-type'] ?? '')
      if (!mediaType.ok) return refuse(request, reply, mediaType.failure)
      const { id } = request.params as z.output<typeof ById>
      const { name, source = null } = request.query as z.output<typeof UploadQuery>
      const named = checkFileName(name, mediaType.value)
      if (!named.ok) return refuse(request, reply, named.failure)
      const heading = { holderId: id, name, mediaType: mediaType.value, source }
      // Left open when it is not read to its end: destroying it would cut the answer off with it.
      const bytes = request.raw.iterator({ destroyOnReturn: false })
      const stored = await papers.upload(request.caller, heading, bytes)
      if (!stored.ok) return refuse(request, reply, stored.failure)
      return reply
        .code(201)
        .header('location', `${base}/${id}/documents/${stored.value.id}`)
        .header('cache-control', 'private, no-cache')
        .send(DocumentSchema.parse(presentDocument(stored.value)))
    },
  })

  app.route({
    method: 'GET',
    url: `${base}/:id/documents/:documentId`,
    schema: {
      operationId: operations.download,
      tags: [tag],
      summary: summaries.download,
      description: 'A body shorter than Content-Length is not the document: the stored one is damaged.',
      params: ByDocument,
      querystring: z.strictObject({}),
      response: {
        200: {
          description: 'The bytes of the document',
          content: Object.fromEntries(ACCEPTED_MEDIA_TYPES.map((type) => [type, { schema: Bytes }])),
        },
        ...refusedAs(SHARED_FAILURES),
      },
    },
    handler: async (request: FastifyRequest, reply) => {
      const { id, documentId } = request.params as z.output<typeof ByDocument>
      const opened = await papers.download(request.caller, { holderId: id, documentId })
      if (!opened.ok) return sendProblem(reply, problemOf(opened.failure))
      const { document, bytes } = opened.value
      const etag = `"${document.sha256.toString('hex')}"`
      reply.header('etag', etag).header('cache-control', 'private, no-cache')
      const ifNoneMatch = request.headers['if-none-match']
      if (ifNoneMatch !== undefined && names(ifNoneMatch, etag)) return reply.code(304).send()
      asFile(reply, { name: document.name, type: document.mediaType }).header('content-length', document.size)
      return reply.send(Readable.from(request.method === 'HEAD' ? [] : bytes, { objectMode: false }))
    },
  })
  done()
}

/** Refuses an upload; what is left of it is read and dropped, so that the client comes to read the answer. */
const refuse = (
  request: FastifyRequest,
  reply: FastifyReply,
  failure: Parameters<typeof problemOf>[0],
): FastifyReply => {
  request.raw.resume()
  return sendProblem(reply, problemOf(failure))
}
