import type { FastifyInstance, FastifyRequest } from 'fastify'
import { z } from 'zod'
import {
  type CommentForms,
  fillDraft,
  type ReadForm,
} from '../../../services/moderation/forms/comment-forms.ts'
import { LARGEST_FORM } from '../../../services/moderation/forms/read-docx.ts'
import type { Runner } from '../../../services/runner.ts'
import { asFile, Bytes } from '../../attachment.ts'
import { operation, refusedAs, SHARED_FAILURES, sendProblem } from '../../operation.ts'
import { problemOf } from '../../problem.ts'
import { ById } from '../../wire.ts'
import { DraftSchema } from './comment-schemas.ts'
import { presentDraft } from './present.ts'

const DOCX = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'

const tag = 'moderation'

const url = '/v1/moderation-assignments/:id/comment-form'

const ReadFormSchema = z
  .strictObject({
    draft: DraftSchema,
    notes: z
      .array(
        z.strictObject({
          table: z.string(),
          row: z.int().describe('From 1, the heading not counted'),
          detail: z.string(),
        }),
      )
      .describe('Every row that was not taken as it stands'),
  })
  .meta({ id: 'ReadCommentForm' })

/** Comments as a Word form. In a plugin of its own, because here a body is taken as bytes, of this type alone. */
export const commentFormRoutes = (
  app: FastifyInstance,
  { runner, forms }: { runner: Runner; forms: CommentForms },
  done: () => void,
): void => {
  app.removeAllContentTypeParsers()
  app.addContentTypeParser(DOCX, { parseAs: 'buffer', bodyLimit: LARGEST_FORM }, (_request, bytes, done) =>
    done(null, bytes),
  )

  app.route({
    method: 'GET',
    url,
    schema: {
      operationId: 'downloadCommentForm',
      tags: [tag],
      summary: 'Your comments as a Word form to fill in (its moderator)',
      description: 'With the sections of the submission, and with what you have written so far.',
      params: ById,
      querystring: z.strictObject({}),
      response: {
        200: { description: 'The form', content: { [DOCX]: { schema: Bytes } } },
        ...refusedAs([...SHARED_FAILURES, 'wrong-state']),
      },
    },
    handler: async (request: FastifyRequest, reply) => {
      const { id } = request.params as z.output<typeof ById>
      const form = await forms.download(request.caller, id)
      if (!form.ok) return sendProblem(reply, problemOf(form.failure))
      return asFile(reply, { name: form.value.name, type: DOCX }).send(form.value.bytes)
    },
  })
  operation(app, runner, {
    method: 'PUT',
    url,
    operationId: 'uploadCommentForm',
    tag,
    summary: 'Send the filled-in form back: it becomes your draft (its moderator)',
    description:
      'At most 2 MiB; If-Match names the ETag of `comments-draft`. The text of the form alone is read: pictures and macros are not looked at. The form of another assignment is refused.',
    params: ById,
    body: Bytes,
    consumes: [DOCX],
    response: ReadFormSchema,
    failures: ['wrong-state', 'content-mismatch'],
    change: { response: DraftSchema, present: presentDraft },
    useCase: fillDraft,
    input: ({ params, body }, caller) => forms.read(caller, params.id, bytesOf(body)),
    present: presentRead,
  })
  done()
}

const bytesOf = (body: unknown): Buffer => (Buffer.isBuffer(body) ? body : Buffer.alloc(0))

const presentRead = ({ draft, notes }: ReadForm): z.input<typeof ReadFormSchema> => ({
  draft: presentDraft(draft),
  notes: notes.map(({ table, row, detail }) => ({ table, row, detail })),
})
