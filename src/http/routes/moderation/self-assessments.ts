import type { FastifyInstance } from 'fastify'
import { SELF_ASSESSMENT_TRANSITIONS, WORKFLOW_WORDS } from '../../../domain/self-assessments/workflow.ts'
import { tableInMarkdown } from '../../../domain/workflow.ts'
import { listReaders } from '../../../services/moderation/readers.ts'
import { listSelfAssessments, readSelfAssessment } from '../../../services/moderation/self-assessments.ts'
import { listSubmissions } from '../../../services/moderation/submissions.ts'
import type { Runner } from '../../../services/runner.ts'
import { operation } from '../../operation.ts'
import { ById, PageQuery, pageOf, presentPage } from '../../wire.ts'
import { presentReadership, presentSelfAssessment, presentSubmission } from './present.ts'
import * as schemas from './schemas.ts'

const tag = 'moderation'

/** Self-assessments: where each stands, its versions and its readers. */
export const selfAssessmentRoutes = (app: FastifyInstance, runner: Runner): void => {
  operation(app, runner, {
    method: 'GET',
    url: '/v1/rounds/:id/self-assessments',
    operationId: 'listSelfAssessments',
    tag,
    summary: "A round's self-assessments that you may read, by authority",
    params: ById,
    query: PageQuery,
    response: pageOf(schemas.SelfAssessmentSchema),
    useCase: listSelfAssessments,
    input: ({ params, query }) => ({ roundId: params.id, ...query }),
    present: presentPage(presentSelfAssessment),
  })
  operation(app, runner, {
    method: 'GET',
    url: '/v1/self-assessments/:id',
    operationId: 'readSelfAssessment',
    tag,
    summary: 'Where one self-assessment stands, and what you may do with it now',
    description: `How it is written, signed and submitted (\`workflow\`); what is not in this table is refused as \`wrong-state\`.\n\n${tableInMarkdown(SELF_ASSESSMENT_TRANSITIONS, WORKFLOW_WORDS)}`,
    params: ById,
    response: schemas.SelfAssessmentSchema,
    useCase: readSelfAssessment,
    input: ({ params }) => params,
    present: presentSelfAssessment,
  })
  operation(app, runner, {
    method: 'GET',
    url: '/v1/self-assessments/:id/submissions',
    operationId: 'listSubmissions',
    tag,
    summary: 'Its versions, oldest first, with their documents',
    description: 'A moderator sees the version that was fixed at acceptance, and any later one.',
    params: ById,
    query: PageQuery,
    response: pageOf(schemas.SubmissionSchema),
    useCase: listSubmissions,
    input: ({ params, query }) => ({ ...params, ...query }),
    present: presentPage(presentSubmission),
  })
  operation(app, runner, {
    method: 'GET',
    url: '/v1/self-assessments/:id/readers',
    operationId: 'listReaders',
    tag,
    summary: "Who may read it, and who did (its authority's office, and the consultant)",
    params: ById,
    response: schemas.ReadershipSchema,
    useCase: listReaders,
    input: ({ params }) => params,
    present: presentReadership,
  })
}
