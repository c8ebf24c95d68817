import type { FastifyInstance } from 'fastify'
import { SELF_ASSESSMENTS } from '../../../services/papers/documents.ts'
import type { Services } from '../../../services/services.ts'
import { documentRoutes } from '../../documents.ts'
import { assignmentRoutes } from './assignments.ts'
import { disclosureRoutes } from './disclosures.ts'
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
  disclosureRoutes(app, runner)
  await app.register(documentRoutes, {
    papers,
    base: '/v1/self-assessments',
    tag: 'moderation',
    operations: SELF_ASSESSMENTS.operations,
    summaries: {
      upload: 'Upload a document for the next version (who may submit it)',
      download: 'A document, as it was uploaded',
    },
    description: 'Nobody else sees the document until it is submitted.',
  })
}
