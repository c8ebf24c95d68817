import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { acceptMemorandum, listAcceptances } from '../../../services/memoranda/acceptances.ts'
import {
  createMemorandum,
  listMemoranda,
  readBlank,
  readMemorandum,
} from '../../../services/memoranda/memoranda.ts'
import { SIGNATURES } from '../../../services/memoranda/scans.ts'
import { recordSignature, removeSignature } from '../../../services/memoranda/signatures.ts'
import type { Services } from '../../../services/services.ts'
import { documentRoutes } from '../../documents.ts'
import { operation } from '../../operation.ts'
import { ById, Id, PageQuery, pageOf, presentPage } from '../../wire.ts'
import {
  AcceptanceListSchema,
  MemorandumSchema,
  NewMemorandumSchema,
  NewSignatureSchema,
  presentAcceptances,
  presentMemorandum,
} from './schemas.ts'

const tag = 'memoranda'
const at = ({ id }: { id: string }) => `/v1/memoranda/${id}`

/** The region's memorandum of understanding: its versions, who signed them, and who accepted them. */
export const memorandumRoutes = async (
  app: FastifyInstance,
  { runner, signatures }: Pick<Services, 'runner' | 'signatures'>,
): Promise<void> => {
  operation(app, runner, {
    method: 'GET',
    url: '/v1/memoranda',
    operationId: 'listMemoranda',
    tag,
    summary: "The region's memoranda, version by version, with who has not signed",
    query: PageQuery,
    response: pageOf(MemorandumSchema),
    useCase: listMemoranda,
    input: ({ query }) => query,
    present: presentPage(presentMemorandum),
  })
  operation(app, runner, {
    method: 'POST',
    url: '/v1/memoranda',
    operationId: 'createMemorandum',
    tag,
    summary: 'Publish the next version (the consultant)',
    description:
      "From its day on, nobody reads another authority's papers who has not accepted it. A region without one " +
      'in force binds nobody. What is published does not change: correct it by another version.',
    body: NewMemorandumSchema,
    response: MemorandumSchema,
    failures: ['conflict'],
    location: at,
    useCase: createMemorandum,
    input: ({ body }) => body,
    present: presentMemorandum,
  })
  operation(app, runner, {
    method: 'GET',
    url: '/v1/memoranda/:id',
    operationId: 'readMemorandum',
    tag,
    summary: 'One version',
    params: ById,
    response: MemorandumSchema,
    useCase: readMemorandum,
    input: ({ params }) => params,
    present: presentMemorandum,
  })
  operation(app, runner, {
    method: 'GET',
    url: '/v1/memoranda/:id/blank',
    operationId: 'readBlankMemorandum',
    tag,
    summary: 'The blank to print and sign',
    params: ById,
    response: z.string(),
    text: { type: 'text/plain', fileName: () => 'memorandum.txt' },
    useCase: readBlank,
    input: ({ params }) => params,
    present: (blank) => blank,
  })
  operation(app, runner, {
    method: 'POST',
    url: '/v1/memoranda/:id/acceptances',
    operationId: 'acceptMemorandum',
    tag,
    summary: 'Accept it, for yourself',
    description: 'Before its day too. Sent again, the first acceptance stands.',
    params: ById,
    response: MemorandumSchema,
    location: at,
    useCase: acceptMemorandum,
    input: ({ params }) => params,
    present: presentMemorandum,
  })
  operation(app, runner, {
    method: 'GET',
    url: '/v1/memoranda/:id/acceptances',
    operationId: 'listAcceptances',
    tag,
    summary: 'Who accepted it, and who of those that it binds has not (the consultant)',
    params: ById,
    response: AcceptanceListSchema,
    useCase: listAcceptances,
    input: ({ params }) => params,
    present: presentAcceptances,
  })
  operation(app, runner, {
    method: 'POST',
    url: '/v1/memoranda/:id/signatures',
    operationId: 'recordSignature',
    tag,
    summary: "Record that an office has signed (the authority's office; the consultant)",
    params: ById,
    body: NewSignatureSchema,
    response: MemorandumSchema,
    failures: ['conflict'],
    location: at,
    useCase: recordSignature,
    input: ({ params, body }) => ({ ...params, ...body }),
    present: presentMemorandum,
  })
  operation(app, runner, {
    method: 'DELETE',
    url: '/v1/memoranda/:id/signatures/:signatureId',
    operationId: 'removeSignature',
    tag,
    summary: 'Take back a signature that was recorded by mistake (the consultant)',
    params: z.strictObject({ id: Id, signatureId: Id }),
    response: z.undefined(),
    useCase: removeSignature,
    input: ({ params }) => params,
    present: () => undefined,
  })
  await app.register(documentRoutes, {
    papers: signatures,
    base: '/v1/memoranda',
    tag,
    operations: SIGNATURES.operations,
    summaries: {
      upload: "Upload a scan of what was signed (an authority's office; the consultant)",
      download: 'A scan of what was signed',
    },
    description: 'Name it then in the signature that it shows.',
  })
}
