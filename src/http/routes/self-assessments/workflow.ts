import type { FastifyInstance } from 'fastify'
import {
  SELF_ASSESSMENT_TRANSITIONS,
  WORKFLOW_WORDS,
  type WorkflowEvent,
} from '../../../domain/self-assessments/workflow.ts'
import { eventInWords } from '../../../domain/workflow.ts'
import type { Runner } from '../../../services/runner.ts'
import { listMoves, sendBack, withdraw } from '../../../services/self-assessments/moves.ts'
import { signOff } from '../../../services/self-assessments/signing.ts'
import { createSubmission } from '../../../services/self-assessments/submitting.ts'
import { operation } from '../../operation.ts'
import { ById, PageQuery, pageOf, presentPage } from '../../wire.ts'
import { presentSelfAssessment, presentSubmission } from '../moderation/present.ts'
import { NewSubmissionSchema, SelfAssessmentSchema, SubmissionSchema } from '../moderation/schemas.ts'
import { DraftSchema, presentDraft } from './draft-schemas.ts'
import * as schemas from './workflow-schemas.ts'

const tag = 'self-assessments'

/** When events are possible, and for whom: said by the table itself. */
const when = (...events: readonly WorkflowEvent[]): string =>
  events
    .map((event) => `\`${event}\`: ${eventInWords(SELF_ASSESSMENT_TRANSITIONS, event, WORKFLOW_WORDS)}`)
    .join('\n\n')

/** Signing off, submitting, sending back and withdrawing, and the history of it. */
export const workflowRoutes = (app: FastifyInstance, runner: Runner): void => {
  operation(app, runner, {
    method: 'POST',
    url: '/v1/self-assessments/:id/sign-offs',
    operationId: 'signOff',
    tag,
    summary: 'Sign the draft that you have read (the director)',
    description: `If-Match names the draft as it was read. A draft that does not answer its template is refused, with places in the draft. The last signature that the policy asks for is the \`sign-off\`; in a round without moderation it submits and releases too.\n\n${when('sign', 'sign-off')}`,
    params: ById,
    body: schemas.SignOffSchema,
    response: SelfAssessmentSchema,
    failures: ['conflict', 'wrong-state'],
    change: { response: DraftSchema, present: presentDraft },
    useCase: signOff,
    input: ({ params, body }) => ({ ...params, ...body }),
    present: presentSelfAssessment,
  })
  operation(app, runner, {
    method: 'POST',
    url: '/v1/self-assessments/:id/submissions',
    operationId: 'createSubmission',
    tag,
    summary: 'Submit the next version: the draft that is signed off, or what the director names',
    description: `Naming nothing submits the draft as it was signed off. A director who alone signs may name documents and sections: the call is then their signature too. The consultant submits for an authority with a \`source\`.\n\n${when('submit', 'resubmit')}`,
    params: ById,
    body: NewSubmissionSchema,
    response: SubmissionSchema,
    failures: ['conflict', 'wrong-state'],
    location: ({ selfAssessmentId }) => `/v1/self-assessments/${selfAssessmentId}/submissions`,
    useCase: createSubmission,
    input: ({ params, body }) => ({ ...params, ...body }),
    present: presentSubmission,
  })
  operation(app, runner, {
    method: 'POST',
    url: '/v1/self-assessments/:id/send-back',
    operationId: 'sendBackSelfAssessment',
    tag,
    summary: 'Send it back with a question (the consultant)',
    description: when('send-back'),
    params: ById,
    body: schemas.SendingBackSchema,
    response: SelfAssessmentSchema,
    failures: ['wrong-state'],
    change: true,
    useCase: sendBack,
    input: ({ params, body }) => ({ ...params, ...body }),
    present: presentSelfAssessment,
  })
  operation(app, runner, {
    method: 'POST',
    url: '/v1/self-assessments/:id/withdraw',
    operationId: 'withdrawSelfAssessment',
    tag,
    summary: 'Withdraw it: its authors and the consultant alone read it until it is submitted again',
    description: when('withdraw'),
    params: ById,
    body: schemas.WithdrawalSchema,
    response: SelfAssessmentSchema,
    failures: ['wrong-state'],
    change: true,
    useCase: withdraw,
    input: ({ params, body }) => ({ ...params, ...body }),
    present: presentSelfAssessment,
  })
  operation(app, runner, {
    method: 'GET',
    url: '/v1/self-assessments/:id/history',
    operationId: 'listSelfAssessmentMoves',
    tag,
    summary: 'What happened to it, oldest first (its authors and the consultant)',
    params: ById,
    query: PageQuery,
    response: pageOf(schemas.MoveSchema),
    useCase: listMoves,
    input: ({ params, query }) => ({ ...params, ...query }),
    present: presentPage(schemas.presentMove),
  })
}
