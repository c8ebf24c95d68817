import type { FastifyInstance } from 'fastify'
import type { Services } from '../../../services/services.ts'
import { draftRoutes } from './drafts.ts'
import { templateRoutes } from './templates.ts'
import { workflowRoutes } from './workflow.ts'
import { yearsRoutes } from './years.ts'

/** How self-assessments come to be: templates, drafts, sign-off, submission and what follows it. */
export const authoringRoutes = (app: FastifyInstance, { runner }: Pick<Services, 'runner'>): void => {
  templateRoutes(app, runner)
  draftRoutes(app, runner)
  workflowRoutes(app, runner)
  yearsRoutes(app, runner)
}
