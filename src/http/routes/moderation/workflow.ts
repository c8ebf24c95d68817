import type { FastifyInstance, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { readModerationWorkflow } from '../../../services/moderation/workflow.ts'
import { boardAsCsv, boardAsWorkbook } from '../../../services/moderation/workflow-sheets.ts'
import { lookUp, type Runner } from '../../../services/runner.ts'
import { asFile, Bytes } from '../../attachment.ts'
import { operation, refusedAs, SHARED_FAILURES, sendProblem } from '../../operation.ts'
import { drawBoard } from '../../pictures/board.ts'
import { problemOf } from '../../problem.ts'
import { ById } from '../../wire.ts'
import { CsvSchema } from '../spreadsheets/schemas.ts'
import { presentWorkflow, WorkflowPictureSchema, WorkflowSchema } from './workflow-schemas.ts'

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'

const tag = 'moderation'

const url = '/v1/rounds/:id/moderation-workflow'

const fileName = 'moderation-workflow'

/** Where every paper of a round is on its way: as JSON, as spreadsheets, and as a board to look at. */
export const workflowRoutes = (app: FastifyInstance, runner: Runner): void => {
  operation(app, runner, {
    method: 'GET',
    url,
    operationId: 'readModerationWorkflow',
    tag,
    summary:
      'Every self-assessment of a round: its step, who has it, what is due and what waits (the consultant)',
    description:
      'By authority. Steps, deadlines that are over and what waits for what are worked out as it is asked. What you ' +
      'may not read for a conflict is not in it. The same as `….csv`, `….xlsx` and `….svg`.',
    params: ById,
    response: WorkflowSchema,
    useCase: readModerationWorkflow,
    input: ({ params }) => ({ ...params, form: 'json' as const }),
    present: presentWorkflow,
  })
  operation(app, runner, {
    method: 'GET',
    url: `${url}.csv`,
    operationId: 'exportModerationWorkflow',
    tag,
    summary: 'The same as CSV, a paper a line (the consultant)',
    description: 'Of several days of one kind the nearest. No text in it is a formula to a spreadsheet.',
    params: ById,
    response: CsvSchema,
    text: { type: 'text/csv', fileName: () => `${fileName}.csv` },
    useCase: readModerationWorkflow,
    input: ({ params }) => ({ ...params, form: 'csv' as const }),
    present: boardAsCsv,
  })
  operation(app, runner, {
    method: 'GET',
    url: `${url}.svg`,
    operationId: 'drawModerationWorkflow',
    tag,
    summary: 'The same as a board: a column a step, a card a paper (the consultant)',
    description:
      'What is overdue bears a sign and the word. It loads and runs nothing, and says its cards in words too.',
    params: ById,
    response: WorkflowPictureSchema,
    text: { type: 'image/svg+xml', fileName: () => `${fileName}.svg`, inline: true },
    useCase: readModerationWorkflow,
    input: ({ params }) => ({ ...params, form: 'svg' as const }),
    present: drawBoard,
  })
  workbookRoute(app, runner)
}

/** A file of bytes, made once the transaction is over. */
const workbookRoute = (app: FastifyInstance, runner: Runner): void => {
  app.route({
    method: 'GET',
    url: `${url}.xlsx`,
    schema: {
      operationId: 'downloadModerationWorkflow',
      tags: [tag],
      summary: 'The same as an Excel workbook (the consultant)',
      description: 'The columns of the CSV; days are dates, and the header stays in sight.',
      params: ById,
      querystring: z.strictObject({}),
      response: {
        200: { description: 'The workbook', content: { [XLSX]: { schema: Bytes } } },
        ...refusedAs(SHARED_FAILURES),
      },
    },
    handler: async (request: FastifyRequest, reply) => {
      const { id } = request.params as z.output<typeof ById>
      const call = {
        caller: { ...request.caller, correlationId: request.id },
        operation: 'downloadModerationWorkflow',
      }
      const board = await lookUp(runner, call, readModerationWorkflow, { id, form: 'xlsx' })
      if (!board.ok) return sendProblem(reply, problemOf(board.failure))
      return asFile(reply, { name: `${fileName}.xlsx`, type: XLSX }).send(await boardAsWorkbook(board.value))
    },
  })
}
