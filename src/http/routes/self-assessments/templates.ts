import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import type { Runner } from '../../../services/runner.ts'
import {
  compareTemplates,
  createTemplate,
  listTemplates,
} from '../../../services/self-assessments/templates.ts'
import { operation } from '../../operation.ts'
import { ById, Id, PageQuery, pageOf, presentPage } from '../../wire.ts'
import * as schemas from './template-schemas.ts'

const tag = 'self-assessments'

/** What a round asks its authorities to write, in versions. */
export const templateRoutes = (app: FastifyInstance, runner: Runner): void => {
  operation(app, runner, {
    method: 'GET',
    url: '/v1/rounds/:id/templates',
    operationId: 'listTemplates',
    tag,
    summary: "The versions of a round's template, oldest first",
    params: ById,
    query: PageQuery,
    response: pageOf(schemas.TemplateSchema),
    useCase: listTemplates,
    input: ({ params, query }) => ({ ...params, ...query }),
    present: presentPage(schemas.presentTemplate),
  })
  operation(app, runner, {
    method: 'POST',
    url: '/v1/rounds/:id/templates',
    operationId: 'createTemplate',
    tag,
    summary: 'Give a round the next version of its template (the consultant)',
    description: 'Drafts are measured by the last version from then on; what was submitted stays as it was.',
    params: ById,
    body: schemas.NewTemplateSchema,
    response: schemas.TemplateSchema,
    failures: ['conflict', 'wrong-state'],
    location: ({ roundId }) => `/v1/rounds/${roundId}/templates`,
    useCase: createTemplate,
    input: ({ params, body }) => ({ ...params, ...body }),
    present: schemas.presentTemplate,
  })
  operation(app, runner, {
    method: 'GET',
    url: '/v1/rounds/:id/template-changes',
    operationId: 'compareTemplates',
    tag,
    summary: 'Sections added, gone and changed since an earlier version, or since last year',
    description: 'A section is the same one where its key is, whatever its title became.',
    params: ById,
    query: z.strictObject({
      template: Id.optional().describe("One of the round's; without it, the last version"),
      since: Id.optional().describe(
        "A template of any round; without it, the version before, or last year's last",
      ),
    }),
    response: schemas.TemplateComparisonSchema,
    useCase: compareTemplates,
    input: ({ params, query }) => ({ ...params, ...query }),
    present: schemas.presentComparison,
  })
}
