import type { FastifyInstance } from 'fastify'
import { SELF_ASSESSMENT_TRANSITIONS, WORKFLOW_WORDS } from '../../../domain/self-assessments/workflow.ts'
import { eventInWords } from '../../../domain/workflow.ts'
import type { Runner } from '../../../services/runner.ts'
import { createExtension, listExtensions } from '../../../services/self-assessments/extensions.ts'
import { readLastYear } from '../../../services/self-assessments/last-year.ts'
import { operation } from '../../operation.ts'
import { ById, PageQuery, pageOf, presentPage } from '../../wire.ts'
import * as schemas from './years-schemas.ts'

const tag = 'self-assessments'

/** A paper's time: how much more of it was agreed, and what the year before wrote. */
export const yearsRoutes = (app: FastifyInstance, runner: Runner): void => {
  operation(app, runner, {
    method: 'GET',
    url: '/v1/self-assessments/:id/extensions',
    operationId: 'listExtensions',
    tag,
    summary: 'The extensions that were agreed, oldest first (its authors and the consultant)',
    params: ById,
    query: PageQuery,
    response: pageOf(schemas.ExtensionSchema),
    useCase: listExtensions,
    input: ({ params, query }) => ({ ...params, ...query }),
    present: presentPage(schemas.presentExtension),
  })
  operation(app, runner, {
    method: 'POST',
    url: '/v1/self-assessments/:id/extensions',
    operationId: 'createExtension',
    tag,
    summary: 'Agree to more time; what hangs on the day moves with it (the consultant)',
    description: `The deadline in feeds follows, and the comments due on the paper by as many working days. ${eventInWords(SELF_ASSESSMENT_TRANSITIONS, 'extend', WORKFLOW_WORDS)}`,
    params: ById,
    body: schemas.NewExtensionSchema,
    response: schemas.ExtensionSchema,
    failures: ['wrong-state'],
    location: ({ selfAssessmentId }) => `/v1/self-assessments/${selfAssessmentId}/extensions`,
    useCase: createExtension,
    input: ({ params, body }) => ({ ...params, ...body }),
    present: schemas.presentExtension,
  })
  operation(app, runner, {
    method: 'GET',
    url: '/v1/self-assessments/:id/last-year',
    operationId: 'readLastYear',
    tag,
    summary: "Last year's beside this year's, chapter by chapter (its authors)",
    description:
      'Of the last round in which the authority, or those from which it took over, wrote one; several where councils merged.',
    params: ById,
    response: schemas.LastYearSchema,
    useCase: readLastYear,
    input: ({ params }) => params,
    present: schemas.presentLastYear,
  })
}
