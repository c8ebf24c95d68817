import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { sendProblem } from '../../operation.ts'
import { ProblemSchema, problemOf } from '../../problem.ts'

const HealthSchema = z.strictObject({ status: z.literal('ok') }).meta({ id: 'Health' })

const answer = (description: string) => ({
  description,
  content: { 'application/json': { schema: HealthSchema } },
})

/** Whether the process lives, and whether it can do its work. */
export const healthRoutes = (app: FastifyInstance, services: { ready(): Promise<boolean> }): void => {
  app.get(
    '/health/live',
    {
      schema: {
        operationId: 'live',
        tags: ['service'],
        summary: 'Whether the process answers',
        security: [],
        response: { 200: answer('It answers') },
      },
      config: { open: true },
    },
    async () => ({ status: 'ok' }),
  )
  app.get(
    '/health/ready',
    {
      schema: {
        operationId: 'ready',
        tags: ['service'],
        summary: 'Whether the service reaches its data',
        security: [],
        response: {
          200: answer('Ready'),
          503: {
            description: 'Not ready',
            content: { 'application/problem+json': { schema: ProblemSchema } },
          },
        },
      },
      config: { open: true },
    },
    async (_request, reply) =>
      (await services.ready())
        ? { status: 'ok' }
        : sendProblem(
            reply,
            problemOf({ code: 'unavailable', detail: 'The service cannot reach its data just now.' }),
          ),
  )
}
