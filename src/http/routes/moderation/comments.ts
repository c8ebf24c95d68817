import type { FastifyInstance } from 'fastify'
import { listComments } from '../../../services/moderation/comments.ts'
import { readDraft, submitComments, writeDraft } from '../../../services/moderation/drafts.ts'
import type { Runner } from '../../../services/runner.ts'
import { operation } from '../../operation.ts'
import { ById } from '../../wire.ts'
import { CommentsListSchema, CommentTextSchema, DraftSchema } from './comment-schemas.ts'
import { presentAssignment, presentComments, presentDraft } from './present.ts'
import { AssignmentSchema } from './schemas.ts'

const tag = 'moderation'

/** What moderators write: their drafts, and the comments that they return. */
export const commentRoutes = (app: FastifyInstance, runner: Runner): void => {
  operation(app, runner, {
    method: 'GET',
    url: '/v1/moderation-assignments/:id/comments-draft',
    operationId: 'readCommentsDraft',
    tag,
    summary: 'What you have written and not yet returned (its moderator alone)',
    params: ById,
    response: DraftSchema,
    useCase: readDraft,
    input: ({ params }) => params,
    present: presentDraft,
  })
  operation(app, runner, {
    method: 'PUT',
    url: '/v1/moderation-assignments/:id/comments-draft',
    operationId: 'writeCommentsDraft',
    tag,
    summary: 'Keep what you have written so far, as a whole (its moderator)',
    params: ById,
    body: CommentTextSchema,
    response: DraftSchema,
    failures: ['wrong-state'],
    change: true,
    useCase: writeDraft,
    input: ({ params, body }) => ({ ...params, text: body }),
    present: presentDraft,
  })
  operation(app, runner, {
    method: 'POST',
    url: '/v1/moderation-assignments/:id/submit-comments',
    operationId: 'submitComments',
    tag,
    summary: 'Return your comments (its moderator)',
    description: 'Those of the request or, with `{}`, your draft.',
    params: ById,
    body: CommentTextSchema,
    response: AssignmentSchema,
    failures: ['wrong-state'],
    change: true,
    useCase: submitComments,
    input: ({ params, body }) => ({ ...params, text: body }),
    present: presentAssignment,
  })
  operation(app, runner, {
    method: 'GET',
    url: '/v1/self-assessments/:id/comments',
    operationId: 'listComments',
    tag,
    summary: "The moderators' comments that you may read",
    description:
      'Each moderator reads their own; others read them once all are in, or the moderation is closed.',
    params: ById,
    response: CommentsListSchema,
    useCase: listComments,
    input: ({ params }) => params,
    present: (comments) => ({ items: comments.map(presentComments), nextCursor: null }),
  })
}
