import type { FastifyInstance } from 'fastify'
import { REPORT_WORKFLOW } from '../../../domain/moderation/report.ts'
import { tableInMarkdown } from '../../../domain/workflow.ts'
import {
  closeModeration,
  nameLead,
  readModeration,
  reopenModeration,
} from '../../../services/moderation/paper-moderation.ts'
import {
  issueModerationReport,
  readReport,
  takeBackReport,
  writeReport,
} from '../../../services/moderation/reports.ts'
import type { Runner } from '../../../services/runner.ts'
import { operation } from '../../operation.ts'
import { ById } from '../../wire.ts'
import { CommentTextSchema, ReportSchema } from './comment-schemas.ts'
import { presentModeration, presentReport } from './present.ts'
import * as schemas from './schemas.ts'

const tag = 'moderation'

/** The moderation of one paper as a whole: who leads, whether it is closed, and the report that it comes to. */
export const paperModerationRoutes = (app: FastifyInstance, runner: Runner): void => {
  const moderation = {
    tag,
    params: ById,
    response: schemas.ModerationSchema,
    present: presentModeration,
  } as const
  const report = { tag, params: ById, response: ReportSchema, present: presentReport } as const
  operation(app, runner, {
    ...moderation,
    method: 'GET',
    url: '/v1/self-assessments/:id/moderation',
    operationId: 'readModeration',
    summary: 'Who moderates a paper and how far they are (the consultant)',
    useCase: readModeration,
    input: ({ params }) => params,
  })
  operation(app, runner, {
    ...moderation,
    method: 'PUT',
    url: '/v1/self-assessments/:id/moderation/lead',
    operationId: 'nameLead',
    summary: 'Name who reconciles the comments (the consultant)',
    body: schemas.LeadSchema,
    change: true,
    useCase: nameLead,
    input: ({ params, body }) => ({ ...params, ...body }),
  })
  operation(app, runner, {
    ...moderation,
    method: 'POST',
    url: '/v1/self-assessments/:id/moderation/close',
    operationId: 'closeModeration',
    summary: 'Close a paper’s moderation with the comments that are in (the consultant)',
    description: 'Whoever is still to answer or to comment is ended, and the comments are shared.',
    body: schemas.ReasonSchema,
    failures: ['wrong-state'],
    change: true,
    useCase: closeModeration,
    input: ({ params, body }) => ({ ...params, ...body }),
  })
  operation(app, runner, {
    ...moderation,
    method: 'POST',
    url: '/v1/self-assessments/:id/moderation/reopen',
    operationId: 'reopenModeration',
    summary: 'Open a closed moderation again (the consultant)',
    body: schemas.ReasonSchema,
    failures: ['wrong-state'],
    change: true,
    useCase: reopenModeration,
    input: ({ params, body }) => ({ ...params, ...body }),
  })
  operation(app, runner, {
    ...report,
    method: 'GET',
    url: '/v1/self-assessments/:id/moderation-report',
    operationId: 'readModerationReport',
    summary: 'The report that the moderators’ comments were reconciled into',
    description:
      'A draft is for the moderators and the consultant; an issued one also for the author, the challengers and the facilitator.',
    useCase: readReport,
    input: ({ params }) => params,
  })
  operation(app, runner, {
    ...report,
    method: 'PUT',
    url: '/v1/self-assessments/:id/moderation-report',
    operationId: 'writeModerationReport',
    summary: 'Write the report, as a whole (the lead moderator, or the consultant)',
    description: `Any other move is refused with what is possible now.\n\n${tableInMarkdown(REPORT_WORKFLOW.transitions, REPORT_WORKFLOW)}`,
    body: CommentTextSchema,
    failures: ['wrong-state'],
    change: true,
    useCase: writeReport,
    input: ({ params, body }) => ({ ...params, text: body }),
  })
  operation(app, runner, {
    ...report,
    method: 'POST',
    url: '/v1/self-assessments/:id/moderation-report/issue',
    operationId: 'issueModerationReport',
    summary: 'Issue the report (the lead moderator, or the consultant)',
    failures: ['wrong-state'],
    change: true,
    useCase: issueModerationReport,
    input: ({ params }) => params,
  })
  operation(app, runner, {
    ...report,
    method: 'POST',
    url: '/v1/self-assessments/:id/moderation-report/take-back',
    operationId: 'takeBackModerationReport',
    summary: 'Take an issued report back for a correction (the consultant)',
    body: schemas.ReasonSchema,
    failures: ['wrong-state'],
    change: true,
    useCase: takeBackReport,
    input: ({ params, body }) => ({ ...params, ...body }),
  })
}
