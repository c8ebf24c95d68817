import type { FastifyInstance } from 'fastify'
import { AREA_PAPERS } from '../../../services/area/documents.ts'
import {
  circulateAreaPaper,
  createAreaPaper,
  listAreaPapers,
  readAreaPaper,
} from '../../../services/area/papers.ts'
import { listAreaReaders } from '../../../services/area/readers.ts'
import type { Services } from '../../../services/services.ts'
import { documentRoutes } from '../../documents.ts'
import { operation } from '../../operation.ts'
import { ById, PageQuery, pageOf, presentPage } from '../../wire.ts'
import { presentReaders } from '../moderation/present.ts'
import { ReadersSchema } from '../moderation/schemas.ts'
import { NewPaperSchema, PaperSchema, presentPaper } from './schemas.ts'

const tag = 'papers'

/** The directors' area: papers beside self-assessments, put in, circulated and read under the same rules. */
export const areaRoutes = async (
  app: FastifyInstance,
  { runner, areaPapers }: Pick<Services, 'runner' | 'areaPapers'>,
): Promise<void> => {
  operation(app, runner, {
    method: 'GET',
    url: '/v1/papers',
    operationId: 'listPapers',
    tag,
    summary: "The papers of the directors' area that you may read, oldest first",
    query: PageQuery,
    response: pageOf(PaperSchema),
    useCase: listAreaPapers,
    input: ({ query }) => query,
    present: presentPage(presentPaper),
  })
  operation(app, runner, {
    method: 'POST',
    url: '/v1/papers',
    operationId: 'createPaper',
    tag,
    summary:
      "Put a paper into the directors' area (its authority's director, delegate or contributor; the consultant)",
    description: 'Upload its documents next, then circulate it: until then its audience does not see it.',
    body: NewPaperSchema,
    response: PaperSchema,
    failures: ['conflict'],
    location: ({ id }) => `/v1/papers/${id}`,
    useCase: createAreaPaper,
    input: ({ body }) => body,
    present: presentPaper,
  })
  operation(app, runner, {
    method: 'GET',
    url: '/v1/papers/:id',
    operationId: 'readPaper',
    tag,
    summary: 'One paper, with its documents',
    params: ById,
    response: PaperSchema,
    useCase: readAreaPaper,
    input: ({ params }) => params,
    present: presentPaper,
  })
  operation(app, runner, {
    method: 'POST',
    url: '/v1/papers/:id/circulate',
    operationId: 'circulatePaper',
    tag,
    summary: 'Circulate it to its audience (who may put it in)',
    description: 'Nothing of it changes any more: put in another version instead.',
    params: ById,
    response: PaperSchema,
    failures: ['wrong-state'],
    change: true,
    useCase: circulateAreaPaper,
    input: ({ params }) => params,
    present: presentPaper,
  })
  operation(app, runner, {
    method: 'GET',
    url: '/v1/papers/:id/readers',
    operationId: 'listPaperReaders',
    tag,
    summary: "Who may read it, why, and who did (its authority's office; the consultant)",
    params: ById,
    response: ReadersSchema,
    useCase: listAreaReaders,
    input: ({ params }) => params,
    present: presentReaders,
  })
  await app.register(documentRoutes, {
    papers: areaPapers,
    base: '/v1/papers',
    tag,
    operations: AREA_PAPERS.operations,
    summaries: {
      upload: 'Upload a document of a paper that is not circulated yet (who may put it in)',
      download: 'A document of a paper, as it was uploaded',
    },
    description: 'Its audience does not see it until the paper is circulated.',
  })
}
