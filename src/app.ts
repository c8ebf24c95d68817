import { randomUUID } from 'node:crypto'
import Fastify, { type FastifyError, type FastifyInstance, type FastifyRequest } from 'fastify'
import { validatorCompiler } from 'fastify-type-provider-zod'
import type { Config } from './config.ts'
import { sendProblem } from './http/operation.ts'
import { authenticate } from './http/plugins/authenticate.ts'
import { baseAddress } from './http/plugins/base-address.ts'
import { documentation } from './http/plugins/documentation.ts'
import { methods } from './http/plugins/methods.ts'
import { refusalOf, refusals, refuseUnreadable } from './http/plugins/refusals.ts'
import { speakPlainly } from './http/plugins/words.ts'
import { problemOf } from './http/problem.ts'
import { areaRoutes } from './http/routes/area/routes.ts'
import { calendarKindRoutes } from './http/routes/calendars/kinds.ts'
import { calendarRoutes } from './http/routes/calendars/routes.ts'
import { calendarSourceRoutes } from './http/routes/calendars/sources.ts'
import { calendarSubscriptionRoutes } from './http/routes/calendars/subscriptions.ts'
import { challengePlanRoutes } from './http/routes/challenge-plans/routes.ts'
import { clashRoutes } from './http/routes/clashes/routes.ts'
import { contactRoutes } from './http/routes/contacts/routes.ts'
import { eventRoutes } from './http/routes/events/routes.ts'
import { icsRoutes } from './http/routes/feeds/ics.ts'
import { feedRoutes } from './http/routes/feeds/routes.ts'
import { handOverRoutes } from './http/routes/hand-over/routes.ts'
import { healthRoutes } from './http/routes/health/routes.ts'
import { memorandumRoutes } from './http/routes/memoranda/routes.ts'
import { moderationRoutes } from './http/routes/moderation/routes.ts'
import { moderationPlanRoutes } from './http/routes/moderation-plans/routes.ts'
import { outcomeRoutes } from './http/routes/outcomes/routes.ts'
import { pageRoutes } from './http/routes/pages/routes.ts'
import { entryRoutes } from './http/routes/people/entry.ts'
import { grantRoutes } from './http/routes/people/grants.ts'
import { providerRoutes } from './http/routes/people/providers.ts'
import { peopleRoutes } from './http/routes/people/routes.ts'
import { successorRoutes } from './http/routes/people/successors.ts'
import { planRoutes } from './http/routes/plans/routes.ts'
import { pollRoutes } from './http/routes/polls/routes.ts'
import { problemRoutes } from './http/routes/problems/routes.ts'
import { rotationRoutes } from './http/routes/rotations/routes.ts'
import { roundsRoutes } from './http/routes/rounds/routes.ts'
import { authoringRoutes } from './http/routes/self-assessments/routes.ts'
import { spreadsheetRoutes } from './http/routes/spreadsheets/routes.ts'
import { visitPlanRoutes } from './http/routes/visit-plans/routes.ts'
import type { Services } from './services/services.ts'

/** The largest JSON body: a round with every participant is a tenth of it. */
const BODY_LIMIT = 1024 * 1024

/** What the HTTP service takes from the settings. */
export type AppSettings = Pick<Config, 'LOG_LEVEL' | 'TRUST_PROXY' | 'BASE_URL'>

/**
 * The HTTP service over its use cases: plugins, routes, and the answers to whatever goes wrong. It logs to
 * standard output unless it is told where else.
 */
export const buildApp = async (
  services: Services,
  config: AppSettings,
  log?: { write(line: string): void },
): Promise<FastifyInstance> => {
  const app = Fastify({
    logger:
      config.LOG_LEVEL === 'silent'
        ? false
        : { level: config.LOG_LEVEL, serializers: { req: loggedRequest }, ...(log && { stream: log }) },
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
    clientErrorHandler: refuseUnreadable,
    routerOptions: { maxParamLength: 400 },
  })
  speakPlainly()
  app.setValidatorCompiler(validatorCompiler)
  // Answers are checked against their schemas before the commit (see `operation`), not again on the way out.
  app.setSerializerCompiler(() => (data) => JSON.stringify(data))
  app.removeContentTypeParser('text/plain')

  await app.register(methods)
  await app.register(refusals)
  await app.register(documentation)
  await app.register(baseAddress, { baseUrl: config.BASE_URL })
  await app.register(authenticate, { recogniser: services.recogniser })

  const { runner, recogniser } = services
  healthRoutes(app, services)
  problemRoutes(app)
  pageRoutes(app)
  entryRoutes(app, runner, recogniser)
  peopleRoutes(app, runner)
  successorRoutes(app, runner)
  providerRoutes(app, runner)
  grantRoutes(app, runner)
  contactRoutes(app, runner)
  roundsRoutes(app, runner)
  eventRoutes(app, runner)
  calendarRoutes(app, runner)
  calendarSubscriptionRoutes(app, services)
  calendarKindRoutes(app, runner)
  await app.register(calendarSourceRoutes, { services })
  clashRoutes(app, runner)
  pollRoutes(app, runner)
  planRoutes(app, services)
  rotationRoutes(app, runner)
  challengePlanRoutes(app, runner)
  moderationPlanRoutes(app, runner)
  visitPlanRoutes(app, services)
  authoringRoutes(app, services)
  await memorandumRoutes(app, services)
  outcomeRoutes(app, runner)
  await moderationRoutes(app, services)
  await areaRoutes(app, services)
  await app.register(spreadsheetRoutes, { runner })
  handOverRoutes(app, runner)
  feedRoutes(app, runner)
  icsRoutes(app, services)
  app.refuseOtherMethods()
  return app
}

/**
 * What a log line says of a request: a feed's address is a secret, and so is every query. The route knows a
 * feed's address however it is written (`/%66eeds/…`, `GET http://…`); an address that leads nowhere may still
 * hold a secret, which is 43 characters long.
 */
const loggedRequest = (request: FastifyRequest) => ({
  id: request.id,
  method: request.method,
  url: request.routeOptions.url?.startsWith('/feeds/')
    ? '/feeds/…'
    : request.url.replace(/\?.*$/, '').replace(/[\w-]{40,}/g, '…'),
})
