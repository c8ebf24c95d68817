import type { FastifyInstance } from 'fastify'
import type { Services } from '../../../services/services.ts'
import { assignmentRoutes } from './assignments.ts'
import { commentFormRoutes } from './comment-forms.ts'
import { commentRoutes } from './comments.ts'
import { conflictRoutes } from './conflicts.ts'
import { documentRoutes } from './documents.ts'
import { paperModerationRoutes } from './paper-moderation.ts'
import { poolRoutes } from './pool.ts'
import { selfAssessmentRoutes } from './self-assessments.ts'

/** Self-assessments, their documents, and their moderation. */
export const moderationRoutes = async (
  app: FastifyInstance,
  { runner, papers, forms }: Pick<Services, 'runner' | 'papers' | 'forms'>,
): Promise<void> => {
  selfAssessmentRoutes(app, runner)
  assignmentRoutes(app, runner)
  commentRoutes(app, runner)
  paperModerationRoutes(app, runner)
  conflictRoutes(app, runner)
  poolRoutes(app, runner)
  await app.register(documentRoutes, { papers })
  await app.register(commentFormRoutes, { runner, forms })
}
