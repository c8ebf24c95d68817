import type { FastifyInstance } from 'fastify'
import { ASSIGNMENT_WORKFLOW } from '../../../domain/moderation/assignment.ts'
import { tableInMarkdown } from '../../../domain/workflow.ts'
import { listAlternates } from '../../../services/moderation/alternates.ts'
import {
  createAssignment,
  listAssignments,
  readAssignment,
} from '../../../services/moderation/assignments.ts'
import {
  acceptAssignment,
  declareConflict,
  declineAssignment,
  endAssignment,
  reassignAssignment,
  reopenAssignment,
  signOffAssignment,
} from '../../../services/moderation/moves.ts'
import type { Runner } from '../../../services/runner.ts'
import { operation } from '../../operation.ts'
import { ById, PageQuery, pageOf, presentPage } from '../../wire.ts'
import { DeclaredConflictSchema, StoppingSchema } from './conflict-schemas.ts'
import { presentAlternates, presentAssignment, presentListedAssignment } from './present.ts'
import * as schemas from './schemas.ts'

const tag = 'moderation'

/** Who moderates what by when. */
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
    description: `The life of an assignment; any other move is refused with what is possible now.\n\n${tableInMarkdown(ASSIGNMENT_WORKFLOW.transitions, ASSIGNMENT_WORKFLOW)}`,
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
    body: StoppingSchema,
    response: schemas.AssignmentSchema,
    failures: ['wrong-state'],
    change: true,
    useCase: declineAssignment,
    input: ({ params, body }) => ({ ...params, ...body }),
    present: presentAssignment,
  })
  operation(app, runner, {
    method: 'POST',
    url: '/v1/moderation-assignments/:id/sign-off',
    operationId: 'signOffAssignment',
    tag,
    summary: 'Sign off the comments that are in (its moderator, or the consultant)',
    params: ById,
    response: schemas.AssignmentSchema,
    failures: ['wrong-state'],
    change: true,
    useCase: signOffAssignment,
    input: ({ params }) => params,
    present: presentAssignment,
  })
  operation(app, runner, {
    method: 'POST',
    url: '/v1/moderation-assignments/:id/reopen',
    operationId: 'reopenAssignment',
    tag,
    summary: 'Take comments up again (the consultant; before they are signed off, its moderator)',
    description: 'Until they are in again, the comments on this paper are shared with nobody.',
    params: ById,
    body: schemas.ReasonSchema,
    response: schemas.AssignmentSchema,
    failures: ['wrong-state'],
    change: true,
    useCase: reopenAssignment,
    input: ({ params, body }) => ({ ...params, ...body }),
    present: presentAssignment,
  })
  operation(app, runner, {
    method: 'POST',
    url: '/v1/moderation-assignments/:id/declare-conflict',
    operationId: 'declareConflict',
    tag,
    summary: 'Declare a conflict, in one call and at any moment (its moderator, or the consultant for them)',
    description:
      'The conflict is stored from today on, the assignment ends and the paper is closed to its moderator, at once. The consultant is offered alternates. No If-Match is asked for.',
    params: ById,
    body: DeclaredConflictSchema,
    response: schemas.AssignmentSchema,
    failures: ['wrong-state'],
    useCase: declareConflict,
    input: ({ params, body }) => ({ ...params, ...body }),
    present: presentAssignment,
  })
  operation(app, runner, {
    method: 'POST',
    url: '/v1/moderation-assignments/:id/reassign',
    operationId: 'reassignAssignment',
    tag,
    summary: 'End it and offer the paper to another moderator: the new assignment (the consultant)',
    params: ById,
    body: schemas.ReassigningSchema,
    response: schemas.AssignmentSchema,
    failures: ['wrong-state', 'conflict', 'conflict-of-interest'],
    change: true,
    location: ({ id }) => `/v1/moderation-assignments/${id}`,
    useCase: reassignAssignment,
    input: ({ params, body }) => ({ ...params, ...body }),
    present: presentAssignment,
  })
  operation(app, runner, {
    method: 'GET',
    url: '/v1/moderation-assignments/:id/alternates',
    operationId: 'listAlternates',
    tag,
    summary: 'Who else could moderate the paper, the best first, with reasons (the consultant)',
    description: 'Whoever may, the least loaded first; after them those who may not, with every reason why.',
    params: ById,
    response: schemas.AlternatesSchema,
    useCase: listAlternates,
    input: ({ params }) => params,
    present: presentAlternates,
  })
  operation(app, runner, {
    method: 'POST',
    url: '/v1/moderation-assignments/:id/end',
    operationId: 'endAssignment',
    tag,
    summary: 'End it: the paper is closed to its moderator (the consultant, or the moderator who accepted)',
    params: ById,
    body: StoppingSchema,
    response: schemas.AssignmentSchema,
    failures: ['wrong-state'],
    change: true,
    useCase: endAssignment,
    input: ({ params, body }) => ({ ...params, ...body }),
    present: presentAssignment,
  })
}
