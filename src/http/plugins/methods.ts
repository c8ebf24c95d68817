import type { FastifyInstance } from 'fastify'
import plugin from 'fastify-plugin'
import { sendProblem } from '../operation.ts'
import { problemOf } from '../problem.ts'

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'] as const

/** Answers 405 with Allow to every method that a known address (the documentation's aside) lacks. Register it first. */
export const methods = plugin(
  async (app: FastifyInstance) => {
    const known = new Map<string, Set<string>>()
    app.addHook('onRoute', (route) => {
      const methodsOf = known.get(route.url) ?? new Set()
      for (const method of [route.method].flat()) methodsOf.add(method)
      known.set(route.url, methodsOf)
    })
    app.decorate('refuseOtherMethods', () => {
      for (const [url, present] of [...known]) {
        const missing = METHODS.filter((method) => !present.has(method))
        if (url.startsWith('/docs') || missing.length === 0) continue
        // Before the 405 answers are routes of this address as well.
        const allow = [...present].join(', ')
        app.route({
          method: missing.filter((method) => method !== 'HEAD'),
          url,
          schema: { hide: true },
          config: { open: true },
          // Before parsing: whatever the body is, the method is what is wrong.
          onRequest: (request, reply, _done) => {
            sendProblem(
              reply.header('allow', allow),
              problemOf({
                code: 'method-not-allowed',
                detail: `${request.method} is not a method of this address.`,
              }),
            )
          },
          handler: async () => undefined,
        })
      }
    })
  },
  { name: 'methods' },
)

declare module 'fastify' {
  interface FastifyInstance {
    /** Adds the 405 answers, after all routes. */
    refuseOtherMethods(): void
  }
}
