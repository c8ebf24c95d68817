import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { removeDocument } from '../../../services/papers/documents.ts'
import type { Runner } from '../../../services/runner.ts'
import { changeChapter, readChapter, readDraft } from '../../../services/self-assessments/drafts.ts'
import { operation } from '../../operation.ts'
import { ById, Id } from '../../wire.ts'
import * as schemas from './draft-schemas.ts'
import { SectionKey } from './template-schemas.ts'

const tag = 'self-assessments'

const ByChapter = z.strictObject({ id: Id, key: SectionKey })

/** What is being written, for those who write it. */
export const draftRoutes = (app: FastifyInstance, runner: Runner): void => {
  operation(app, runner, {
    method: 'GET',
    url: '/v1/self-assessments/:id/draft',
    operationId: 'readDraft',
    tag,
    summary: 'The draft: its chapters, documents and signatures, and what is still open (its authors)',
    params: ById,
    response: schemas.DraftSchema,
    useCase: readDraft,
    input: ({ params }) => params,
    present: schemas.presentDraft,
  })
  operation(app, runner, {
    method: 'GET',
    url: '/v1/self-assessments/:id/draft/chapters/:key',
    operationId: 'readChapter',
    tag,
    summary: 'One chapter of the draft (its authors)',
    params: ByChapter,
    response: schemas.ChapterSchema,
    useCase: readChapter,
    input: ({ params }) => params,
    present: schemas.presentChapter,
  })
  operation(app, runner, {
    method: 'PATCH',
    url: '/v1/self-assessments/:id/draft/chapters/:key',
    operationId: 'changeChapter',
    tag,
    summary: 'Write a chapter (its contributors), or say who contributes to it (the director, a delegate)',
    description:
      'Each chapter has an ETag of its own: two people write two of them at once. Signatures lapse.',
    params: ByChapter,
    body: schemas.ChapterChangeSchema,
    response: schemas.ChapterSchema,
    failures: ['wrong-state'],
    change: true,
    useCase: changeChapter,
    input: ({ params, body: { text, ...rest } }) => ({
      ...params,
      ...rest,
      ...(text !== undefined && { text: text ?? '' }),
    }),
    present: schemas.presentChapter,
  })
  operation(app, runner, {
    method: 'DELETE',
    url: '/v1/self-assessments/:id/documents/:documentId',
    operationId: 'removeDocument',
    tag,
    summary: 'Take a document out of the draft (its authors)',
    params: z.strictObject({ id: Id, documentId: Id }),
    response: z.undefined(),
    failures: ['wrong-state'],
    useCase: removeDocument,
    input: ({ params }) => params,
    present: () => undefined,
  })
}
