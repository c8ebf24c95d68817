import type { FastifyInstance } from 'fastify'
import {
  changeConflict,
  createConflict,
  listConflicts,
  readConflict,
} from '../../../services/moderation/conflicts.ts'
import type { Runner } from '../../../services/runner.ts'
import { operation } from '../../operation.ts'
import { ById, PageQuery, pageOf, presentPage } from '../../wire.ts'
import * as schemas from './conflict-schemas.ts'
import { presentConflict } from './present.ts'

const tag = 'moderation'

/** What stands between a person and an authority's papers. */
export const conflictRoutes = (app: FastifyInstance, runner: Runner): void => {
  operation(app, runner, {
    method: 'GET',
    url: '/v1/conflicts',
    operationId: 'listConflicts',
    tag,
    summary: "Your own conflicts, those with your office's authority, or all for the consultant",
    query: PageQuery,
    response: pageOf(schemas.ConflictSchema),
    useCase: listConflicts,
    input: ({ query }) => query,
    present: presentPage(presentConflict),
  })
  operation(app, runner, {
    method: 'POST',
    url: '/v1/conflicts',
    operationId: 'createConflict',
    tag,
    summary: "Record why a person may not see an authority's papers",
    description: "Anybody their own, an authority's office one with itself, the consultant any.",
    body: schemas.NewConflictSchema,
    response: schemas.ConflictSchema,
    location: ({ id }) => `/v1/conflicts/${id}`,
    useCase: createConflict,
    input: ({ body }) => body,
    present: presentConflict,
  })
  operation(app, runner, {
    method: 'GET',
    url: '/v1/conflicts/:id',
    operationId: 'readConflict',
    tag,
    summary: 'One conflict',
    params: ById,
    response: schemas.ConflictSchema,
    useCase: readConflict,
    input: ({ params }) => params,
    present: presentConflict,
  })
  operation(app, runner, {
    method: 'PATCH',
    url: '/v1/conflicts/:id',
    operationId: 'changeConflict',
    tag,
    summary: 'End a conflict on a day, or take its end back (the consultant, never their own)',
    params: ById,
    body: schemas.ConflictChangeSchema,
    response: schemas.ConflictSchema,
    change: true,
    useCase: changeConflict,
    input: ({ params, body }) => ({ ...params, ...body }),
    present: presentConflict,
  })
}
