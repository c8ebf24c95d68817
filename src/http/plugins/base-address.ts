import type { FastifyInstance, FastifyRequest } from 'fastify'
import plugin from 'fastify-plugin'

declare module 'fastify' {
  interface FastifyRequest {
    /** The address of this service as the caller knows it, without a slash at its end. */
    readonly base: string
  }
}

/**
 * Gives every request the address under which links to this service are made: `BASE_URL` where it is set, else
 * what the request itself was sent to (behind a trusted proxy, what the proxy says that was).
 */
export const baseAddress = plugin(
  async (app: FastifyInstance, { baseUrl }: { baseUrl: string | undefined }) => {
    const set = baseUrl?.replace(/\/+$/, '')
    app.decorateRequest('base', {
      getter(this: FastifyRequest) {
        return set ?? originOf(this)
      },
    })
  },
  { name: 'base-address' },
)

/** A Host that makes no address (or none, as HTTP/1.0 allows) leaves links that work on this machine only. */
const originOf = ({ protocol, host }: FastifyRequest): string => {
  const address = `${protocol}://${host}`
  return URL.canParse(address) ? new URL(address).origin : `${protocol}://localhost`
}
