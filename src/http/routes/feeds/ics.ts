import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { Subscriptions } from '../../../services/feeds/render-feed.ts'
import { NOTHING_HERE, names, refusedAs, sendProblem, tag } from '../../operation.ts'
import { problemOf } from '../../problem.ts'
import { FeedAddress } from './schemas.ts'

/** Addresses near a feed's that cannot be one: looked up as well, so that they are refused like a wrong token. */
const MALFORMED = ['/feeds/v1/:malformed', '/feeds/v1/:malformed/*']

/**
 * What calendar apps fetch. They send no bearer token: the address itself is the secret, so nothing of it may
 * be kept by anybody on the way. Never compressed, whatever the client accepts: gzip broke Outlook.
 */
export const icsRoutes = (
  app: FastifyInstance,
  services: { readonly subscriptions: Subscriptions },
): void => {
  const send = async (token: string, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    reply.headers({
      'cache-control': 'private, no-cache',
      'referrer-policy': 'no-referrer',
      'x-robots-tag': 'noindex',
    })
    const feed = await services.subscriptions.fetch(token, {
      base: request.base,
      correlationId: request.id,
    })
    if (feed === null) return sendProblem(reply, problemOf(NOTHING_HERE))
    await services.subscriptions.note(feed, request.headers['user-agent'] ?? null).catch((error: unknown) => {
      request.log.warn({ err: error, feedId: feed.feedId }, 'the fetch of a feed was not noted')
    })
    const etag = tag(feed.body.toString())
    reply.header('etag', etag)
    const ifNoneMatch = request.headers['if-none-match']
    if (ifNoneMatch !== undefined && names(ifNoneMatch, etag)) return reply.code(304).send()
    return reply
      .type('text/calendar; charset=utf-8')
      .header('content-disposition', 'inline; filename="peer-challenge.ics"')
      .send(feed.body)
  }

  app.get(
    '/feeds/v1/:token.ics',
    {
      schema: {
        operationId: 'fetchFeed',
        tags: ['feeds'],
        summary: 'A calendar feed, as calendar apps fetch it',
        description:
          'The token in the address is the secret; unknown, revoked and expired ones are refused alike. ' +
          'Answers If-None-Match with 304.',
        security: [],
        params: FeedAddress,
        response: {
          200: {
            description: 'The calendar, RFC 5545',
            content: { 'text/calendar': { schema: z.string() } },
          },
          304: z.undefined().describe('As the version that If-None-Match names'),
          ...refusedAs(['not-found', 'address-too-long']),
        },
      },
      config: { open: true },
    },
    (request: FastifyRequest<{ Params: z.output<typeof FeedAddress> }>, reply) =>
      send(request.params.token, request, reply),
  )
  for (const url of MALFORMED) {
    // A path starts with a slash, and so is no token that was ever issued.
    app.get(url, { schema: { hide: true }, config: { open: true } }, (request, reply) =>
      send(request.url, request, reply),
    )
  }
}
