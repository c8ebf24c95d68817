import { randomUUID } from 'node:crypto'
import Fastify, { type FastifyError, type FastifyInstance } from 'fastify'
import { validatorCompiler } from 'fastify-type-provider-zod'
import type { Config } from './config.ts'
import { sendProblem } from './http/operation.ts'
import { authenticate } from './http/plugins/authenticate.ts'
import { documentation } from './http/plugins/documentation.ts'
import { methods } from './http/plugins/methods.ts'
import { refusalOf, refusals } from './http/plugins/refusals.ts'
import { problemOf } from './http/problem.ts'
import { calendarRoutes } from './http/routes/calendars/routes.ts'
import { clashRoutes } from './http/routes/clashes/routes.ts'
import { eventRoutes } from './http/routes/events/routes.ts'
import { healthRoutes } from './http/routes/health/routes.ts'
import { moderationRoutes } from './http/routes/moderation/routes.ts'
import { peopleRoutes } from './http/routes/people/routes.ts'
import { problemRoutes } from './http/routes/problems/routes.ts'
import { roundsRoutes } from './http/routes/rounds/routes.ts'
import type { Services } from './services/services.ts'

/** The largest JSON body: a round with every participant is a tenth of it. */
const BODY_LIMIT = 1024 * 1024

/** The HTTP service over its use cases: plugins, routes, and the answers to whatever goes wrong. */
export const buildApp = async (
  services: Services,
  config: Pick<Config, 'LOG_LEVEL' | 'TRUST_PROXY'>,
): Promise<FastifyInstance> => {
  const app = Fastify({
    logger:
      config.LOG_LEVEL === 'silent'
        ? false
        : { level: config.LOG_LEVEL, serializers: { req: loggedRequest } },
    trustProxy: config.TRUST_PROXY,
    bodyLimit: BODY_LIMIT,
    genReqId: () => randomUUID(),
    frameworkErrors: (error: FastifyError, _request, reply) => {
      const refusal = refusalOf(error) ?? {
        code: 'invalid-request',
        detail: 'The request could not be read.',
      }
      return sendProblem(reply, problemOf(refusal))
    },
    routerOptions: { maxParamLength: 400 },
  })
  app.setValidatorCompiler(validatorCompiler)
  // Answers are checked against their schemas before the commit (see `operation`), not again on the way out.
  app.setSerializerCompiler(() => (data) => JSON.stringify(data))
  app.removeContentTypeParser('text/plain')

  await app.register(methods)
  await app.register(refusals)
  await app.register(documentation)
  await app.register(authenticate, { recogniser: services.recogniser })

  healthRoutes(app, services)
  problemRoutes(app)
  peopleRoutes(app, services.runner, services.recogniser)
  roundsRoutes(app, services.runner)
  eventRoutes(app, services.runner)
  clashRoutes(app, services.runner)
  await moderationRoutes(app, services)
  calendarRoutes(app, services.runner)
  app.refuseOtherMethods()
  return app
}

/** What a log line says of a request: a feed's address is a secret, and so is every query. */
const loggedRequest = (request: { method: string; url: string; id: string }) => ({
  id: request.id,
  method: request.method,
  url: request.url.replace(/\?.*$/, '').replace(/^\/feeds\/.*/, '/feeds/…'),
})
