import { Readable } from 'node:stream'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { FailureCode } from '../../../domain/failures.ts'
import type { Packs } from '../../../services/packs/packs.ts'
import { asFile, Bytes } from '../../attachment.ts'
import { refusedAs, SHARED_FAILURES, sendProblem } from '../../operation.ts'
import { problemOf } from '../../problem.ts'
import { ById } from '../../wire.ts'

const ZIP = 'application/zip'

/** One operation that answers with a pack. */
interface PackOperation {
  readonly url: string
  readonly operationId: string
  readonly summary: string
  readonly description: string
  /** The paths of such a pack. */
  readonly example: readonly string[]
  readonly failures: readonly FailureCode[]
  readonly open: Packs[keyof Packs]
}

const STREAMED =
  'The archive is streamed: its length is not known before its end, and one that breaks off (a right that ends on the way, a damaged document) ends without the last chunk of the body and opens in no program. Each document is a reading of its own in the audit log.'

/** Packs: several papers as one zip archive. */
export const packRoutes = (app: FastifyInstance, packs: Packs): void => {
  packRoute(app, {
    url: '/v1/moderation-assignments/:id/pack',
    operationId: 'downloadModerationPack',
    summary: 'All that you moderate with, as one zip (its moderator, from acceptance to its end)',
    description: `The submission fixed at acceptance, the data profiles that you may read, the comment form and, where the round's policy says so (\`moderation.lastYearInPack\`), last year's submission. \`0 Contents.txt\` says what is missing, and why. ${STREAMED}`,
    example: [
      '0 Contents.txt',
      '1 Submission/Self-assessment of Kent, 2019-20, version 1.docx',
      '1 Submission/Self-assessment.pdf',
      '2 Data pack/Data profile.xlsx',
      '3 Comment form.docx',
      '4 Last year/Self-assessment.pdf',
    ],
    failures: [],
    open: (caller, id) => packs.forModerator(caller, id),
  })
  packRoute(app, {
    url: '/v1/self-assessments/:id/pack',
    operationId: 'downloadReleasedPack',
    summary: 'All that challengers prepare with, as one zip (whoever may read it, from its release on)',
    description: `The newest submission, the data profiles and the moderation report, as far as you may read them. \`0 Contents.txt\` says what is missing, and why. ${STREAMED}`,
    example: [
      '0 Contents.txt',
      '1 Submission/Self-assessment.pdf',
      '2 Data pack/Data profile.xlsx',
      '3 Moderation report.docx',
    ],
    failures: ['wrong-state'],
    open: (caller, id) => packs.released(caller, id),
  })
}

const packRoute = (
  app: FastifyInstance,
  { url, operationId, summary, description, example, failures, open }: PackOperation,
): void => {
  app.route({
    method: 'GET',
    url,
    schema: {
      operationId,
      tags: ['moderation'],
      summary,
      description: `${description}\n\nFor example:\n\n${example.map((path) => `- \`${path}\``).join('\n')}`,
      params: ById,
      querystring: z.strictObject({}),
      response: {
        200: { description: 'The archive', content: { [ZIP]: { schema: Bytes } } },
        ...refusedAs([...SHARED_FAILURES, ...failures]),
      },
    },
    handler: async (request: FastifyRequest, reply) => {
      const { id } = request.params as z.output<typeof ById>
      const pack = await open(request.caller, id)
      if (!pack.ok) return sendProblem(reply, problemOf(pack.failure))
      const { name, bytes } = pack.value
      asFile(reply, { name, type: ZIP })
      return reply.send(Readable.from(request.method === 'HEAD' ? [] : bytes, { objectMode: false }))
    },
  })
}
