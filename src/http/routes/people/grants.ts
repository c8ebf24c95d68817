import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { createGrant, listGrants, readGrant, revokeGrant } from '../../../services/people/grants.ts'
import type { Runner } from '../../../services/runner.ts'
import { operation } from '../../operation.ts'
import { ById, PageQuery, pageOf, presentPage } from '../../wire.ts'
import { GrantSchema, NewGrantSchema, presentGrant } from './grants-wire.ts'

const tag = 'people'

/** Grants: which papers somebody may read who otherwise would not, and until when. */
export const grantRoutes = (app: FastifyInstance, runner: Runner): void => {
  operation(app, runner, {
    method: 'GET',
    url: '/v1/grants',
    operationId: 'listGrants',
    tag,
    summary: "Grants to you and on your office's papers, past ones too (all for the consultant)",
    query: PageQuery,
    response: pageOf(GrantSchema),
    useCase: listGrants,
    input: ({ query }) => query,
    present: presentPage(presentGrant),
  })
  operation(app, runner, {
    method: 'POST',
    url: '/v1/grants',
    operationId: 'createGrant',
    tag,
    summary: 'Let somebody read some self-assessments until an instant',
    description:
      "An assistant reads by a grant of their authority's director alone. To facilitators and observers papers are " +
      "opened by the consultant or, their own authority's, by a director. What a director has granted ends at the " +
      'latest with their post, and every grant with the appointment of whom it is for.',
    body: NewGrantSchema,
    response: GrantSchema,
    location: ({ id }) => `/v1/grants/${id}`,
    useCase: createGrant,
    input: ({ body }) => ({
      ...body,
      from: body.from === null ? null : new Date(body.from),
      until: new Date(body.until),
    }),
    present: presentGrant,
  })
  operation(app, runner, {
    method: 'GET',
    url: '/v1/grants/:id',
    operationId: 'readGrant',
    tag,
    summary: 'One grant',
    params: ById,
    response: GrantSchema,
    useCase: readGrant,
    input: ({ params }) => params,
    present: presentGrant,
  })
  operation(app, runner, {
    method: 'DELETE',
    url: '/v1/grants/:id',
    operationId: 'revokeGrant',
    tag,
    summary: 'End a grant at once',
    params: ById,
    response: z.undefined(),
    failures: ['wrong-state'],
    useCase: revokeGrant,
    input: ({ params }) => params,
    present: () => undefined,
  })
}
