import type { FastifyInstance } from 'fastify'
import plugin from 'fastify-plugin'
import type { Recogniser } from '../../services/recognise.ts'
import type { Caller } from '../../services/use-case.ts'
import { sendProblem } from '../operation.ts'
import { problemOf } from '../problem.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** Who sent the request; set before validation on every route that is not open. */
    caller: Caller
  }
  interface FastifyContextConfig {
    /** Answers without a token. */
    open?: boolean
    /** Refuses a request that names no version in If-Match. */
    requiresMatch?: boolean
  }
}

const UNAUTHENTICATED = problemOf({
  code: 'unauthenticated',
  detail: 'Send your token as "Authorization: Bearer …"; it may have expired or been revoked.',
})

const MATCH_MISSING = problemOf({
  code: 'precondition-required',
  detail: 'Send If-Match with the ETag of what you read, so that nobody is overwritten.',
})

/** Recognises the caller in onRequest, before a body is read or anything validated. */
export const authenticate = plugin(
  async (app: FastifyInstance, { recogniser }: { recogniser: Recogniser }) => {
    app.decorateRequest('caller')
    app.addHook('onRequest', async (request, reply) => {
      const { open, requiresMatch } = request.routeOptions.config
      if (open || request.is404 || request.routeOptions.url?.startsWith('/docs')) return
      const secret = /^Bearer ([\w~+/.-]{1,512}=*)$/i.exec(request.headers.authorization ?? '')?.[1]
      const caller = secret === undefined ? null : await recogniser.byToken(secret)
      if (caller === null) return sendProblem(reply, UNAUTHENTICATED)
      request.caller = { ...caller, correlationId: request.id }
      if (requiresMatch && request.headers['if-match'] === undefined) {
        return sendProblem(reply, MATCH_MISSING)
      }
    })
  },
  { name: 'authenticate' },
)
