import { PassThrough } from 'node:stream'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { Result } from '../../../domain/failures.ts'
import { followPlan } from '../../../services/plans/plans.ts'
import type { Services } from '../../../services/services.ts'
import type { ProgressView } from '../../../services/solving/progress.ts'
import { refusedAs, SHARED_FAILURES, sendProblem } from '../../operation.ts'
import { problemOf } from '../../problem.ts'
import { ById } from '../../wire.ts'
import { presentProgress } from './present.ts'
import { PlanProgressSchema } from './schemas.ts'

/** How often it is looked, in milliseconds; a solve writes how far it is about as often. */
const LOOK = 1000
/** Something is sent at least so often, so that no proxy in between holds the line for dead. */
const HEARTBEAT = 15_000

/**
 * How far a plan is, as it goes: server-sent events until it ends. Whoever follows is asked for their right again at
 * each look, so that the line is closed when that ends; and when the service stops, which waits for nobody.
 */
export const progressRoute = (app: FastifyInstance, { runner, recogniser }: Services): void => {
  const closing = new AbortController()
  app.addHook('preClose', async () => closing.abort())

  const look = async (request: FastifyRequest, first: boolean): Promise<Result<ProgressView> | null> => {
    const secret = /^Bearer (\S+)$/i.exec(request.headers.authorization ?? '')?.[1] ?? ''
    const caller = first ? request.caller : await recogniser.byToken(secret)
    if (caller === null) return null
    const { id } = request.params as z.output<typeof ById>
    const seal = (answer: ProgressView) => ({ answer, kept: null })
    const call = {
      caller: { ...caller, correlationId: request.id },
      operation: 'followPlan',
      subjectId: id,
      seal,
    }
    return (await runner.execute(call, followPlan, { id, first })) as Result<ProgressView>
  }

  app.route({
    method: 'GET',
    url: '/v1/plans/:id/progress',
    schema: {
      operationId: 'followPlan',
      tags: ['plans'],
      summary: 'How far a plan is, as it goes: server-sent events until it ends (the consultant)',
      description:
        'Each event `progress` is a `PlanProgress` as JSON; the last has `isEnded`. Comments in between keep the line open.',
      params: ById,
      querystring: z.strictObject({}),
      response: {
        200: {
          description: 'As it goes',
          content: {
            'text/event-stream': {
              schema: z.string().meta({
                id: 'PlanProgressStream',
                examples: ['event: progress\ndata: {"state":"solving","isEnded":false}\n\n'],
              }),
            },
          },
        },
        ...refusedAs(SHARED_FAILURES),
      },
    },
    handler: async (request, reply) => {
      const first = await look(request, true)
      if (first === null || !first.ok)
        return sendProblem(
          reply,
          problemOf(first?.failure ?? { code: 'unauthenticated', detail: 'Who are you?' }),
        )
      const stream = new PassThrough()
      void tell(stream, first.value, closing.signal, () => look(request, false)).catch(() => stream.destroy())
      return reply
        .type('text/event-stream; charset=utf-8')
        .header('cache-control', 'private, no-store')
        .header('x-accel-buffering', 'no')
        .send(stream)
    },
  })
}

/** Writes what changes until the plan has ended, the reader has gone or may not read any more, or all is closing. */
const tell = async (
  stream: PassThrough,
  first: ProgressView,
  closing: AbortSignal,
  look: () => Promise<Result<ProgressView> | null>,
): Promise<void> => {
  let told = ''
  let toldAt = 0
  for (let progress = first; ; ) {
    const { seconds: _, ...what } = progress
    const said = JSON.stringify(what)
    const isNews = said !== told
    if (isNews || Date.now() - toldAt >= HEARTBEAT) {
      stream.write(isNews ? eventOf(progress) : ': still here\n\n')
      told = said
      toldAt = Date.now()
    }
    if (progress.isEnded) break
    await pause(LOOK, closing)
    if (closing.aborted || stream.destroyed) break
    const next = await look()
    if (next === null || !next.ok) break
    progress = next.value
  }
  stream.end()
}

const eventOf = (progress: ProgressView): string =>
  `event: progress\ndata: ${JSON.stringify(PlanProgressSchema.parse(presentProgress(progress)))}\n\n`

const pause = (milliseconds: number, stopped: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer)
      stopped.removeEventListener('abort', end)
      resolve()
    }
    const timer = setTimeout(end, milliseconds)
    stopped.addEventListener('abort', end)
  })
