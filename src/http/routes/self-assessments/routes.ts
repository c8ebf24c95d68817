import type { FastifyInstance } from 'fastify'
import type { Services } from '../../../services/services.ts'
import { templateRoutes } from './templates.ts'

/** How self-assessments come to be: templates, drafts, sign-off, submission and what follows it. */
export const authoringRoutes = (app: FastifyInstance, { runner }: Pick<Services, 'runner'>): void => {
  templateRoutes(app, runner)
}
