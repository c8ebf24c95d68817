import type { FastifyInstance } from 'fastify'
import { SELF_ASSESSMENTS } from '../../../services/papers/documents.ts'
import type { Services } from '../../../services/services.ts'
import { documentRoutes } from '../../documents.ts'
import { assignmentRoutes } from './assignments.ts'
import { commentFormRoutes } from './comment-forms.ts'
import { commentRoutes } from './comments.ts'
import { conflictRoutes } from './conflicts.ts'
import { disclosureRoutes } from './disclosures.ts'
import { packRoutes } from './packs.ts'
import { paperModerationRoutes } from './paper-moderation.ts'
import { poolRoutes } from './pool.ts'
import { selfAssessmentRoutes } from './self-assessments.ts'
import { workflowRoutes } from './workflow.ts'

/** Self-assessments, their documents, and their moderation. */
export const moderationRoutes = async (
  app: FastifyInstance,
  { runner, papers, packs, forms }: Pick<Services, 'runner' | 'papers' | 'packs' | 'forms'>,
): Promise<void> => {
  selfAssessmentRoutes(app, runner)
  assignmentRoutes(app, runner)
  commentRoutes(app, runner)
  paperModerationRoutes(app, runner)
  workflowRoutes(app, runner)
  conflictRoutes(app, runner)
  poolRoutes(app, runner)
  disclosureRoutes(app, runner)
  packRoutes(app, packs)
  await app.register(commentFormRoutes, { runner, forms })
  await app.register(documentRoutes, {
    papers,
    base: '/v1/self-assessments',
    tag: 'moderation',
    operations: SELF_ASSESSMENTS.operations,
    summaries: {
      upload: 'Upload a document into the draft (its authors, or the consultant for them)',
      download: 'A document, as it was uploaded',
    },
    description:
      'Nobody else sees the document until it is submitted. Sent again, by its name and content, it is the document ' +
      'that is there; of an upload that breaks off nothing stays. The consultant enters a file that an authority ' +
      'mailed, and says with `source` where it came from: the director still signs it off.',
  })
}
