import type { FastifyInstance } from 'fastify'
import {
  createAssignment,
  listAssignments,
  readAssignment,
} from '../../../services/moderation/assignments.ts'
import {
  changeConflict,
  createConflict,
  listConflicts,
  readConflict,
} from '../../../services/moderation/conflicts.ts'
import {
  acceptAssignment,
  declineAssignment,
  endAssignment,
  submitComments,
} from '../../../services/moderation/moves.ts'
import type { Runner } from '../../../services/runner.ts'
import { operation } from '../../operation.ts'
import { ById, PageQuery, pageOf, presentPage } from '../../wire.ts'
import { presentAssignment, presentConflict, presentListedAssignment } from './present.ts'
import * as schemas from './schemas.ts'

const tag = 'moderation'

/** Who moderates what by when, and what stands between a person and an authority's papers. */
export const assignmentRoutes = (app: FastifyInstance, runner: Runner): void => {
  operation(app, runner, {
    method: 'GET',
    url: '/v1/moderation-assignments',
    operationId: 'listAssignments',
    tag,
    summary: 'Your own assignments; all of them for the consultant',
    query: PageQuery,
    response: pageOf(schemas.ListedAssignmentSchema),
    useCase: listAssignments,
    input: ({ query }) => query,
    present: presentPage(presentListedAssignment),
  })
  operation(app, runner, {
    method: 'POST',
    url: '/v1/moderation-assignments',
    operationId: 'createAssignment',
    tag,
    summary: 'Offer a self-assessment to a moderator (the consultant)',
    body: schemas.NewAssignmentSchema,
    response: schemas.AssignmentSchema,
    failures: ['conflict', 'conflict-of-interest', 'wrong-state'],
    location: ({ id }) => `/v1/moderation-assignments/${id}`,
    useCase: createAssignment,
    input: ({ body }) => body,
    present: presentAssignment,
  })
  operation(app, runner, {
    method: 'GET',
    url: '/v1/moderation-assignments/:id',
    operationId: 'readAssignment',
    tag,
    summary: 'One assignment: deadlines, the submission to moderate, and the comments returned',
    params: ById,
    response: schemas.AssignmentSchema,
    useCase: readAssignment,
    input: ({ params }) => params,
    present: presentAssignment,
  })
  operation(app, runner, {
    method: 'POST',
    url: '/v1/moderation-assignments/:id/accept',
    operationId: 'acceptAssignment',
    tag,
    summary: 'Accept: the newest submission is fixed as what you moderate (its moderator)',
    params: ById,
    response: schemas.AssignmentSchema,
    failures: ['wrong-state', 'conflict-of-interest'],
    change: true,
    useCase: acceptAssignment,
    input: ({ params }) => params,
    present: presentAssignment,
  })
  operation(app, runner, {
    method: 'POST',
    url: '/v1/moderation-assignments/:id/decline',
    operationId: 'declineAssignment',
    tag,
    summary: 'Decline, and declare a conflict in the same call if it is the reason (its moderator)',
    params: ById,
    body: schemas.StoppingSchema,
    response: schemas.AssignmentSchema,
    failures: ['wrong-state'],
    change: true,
    useCase: declineAssignment,
    input: ({ params, body }) => ({ ...params, ...body }),
    present: presentAssignment,
  })
  operation(app, runner, {
    method: 'POST',
    url: '/v1/moderation-assignments/:id/submit-comments',
    operationId: 'submitComments',
    tag,
    summary: 'Return your comments, once and for all (its moderator)',
    params: ById,
    body: schemas.NewCommentsSchema,
    response: schemas.AssignmentSchema,
    failures: ['wrong-state'],
    change: true,
    useCase: submitComments,
    input: ({ params, body }) => ({ ...params, ...body }),
    present: presentAssignment,
  })
  operation(app, runner, {
    method: 'POST',
    url: '/v1/moderation-assignments/:id/end',
    operationId: 'endAssignment',
    tag,
    summary: 'End it: the paper is closed to its moderator (the consultant, or the moderator who accepted)',
    params: ById,
    body: schemas.StoppingSchema,
    response: schemas.AssignmentSchema,
    failures: ['wrong-state'],
    change: true,
    useCase: endAssignment,
    input: ({ params, body }) => ({ ...params, ...body }),
    present: presentAssignment,
  })
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
