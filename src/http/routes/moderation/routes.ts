import type { FastifyInstance } from 'fastify'
import type { Services } from '../../../services/services.ts'
import { assignmentRoutes } from './assignments.ts'
import { documentRoutes } from './documents.ts'
import { poolRoutes } from './pool.ts'
import { selfAssessmentRoutes } from './self-assessments.ts'

/** Self-assessments, their documents, and their moderation. */
export const moderationRoutes = async (
  app: FastifyInstance,
  { runner, papers }: Pick<Services, 'runner' | 'papers'>,
): Promise<void> => {
  selfAssessmentRoutes(app, runner)
  assignmentRoutes(app, runner)
  poolRoutes(app, runner)
  await app.register(documentRoutes, { papers })
}
