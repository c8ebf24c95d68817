import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { createFeed, listFeeds, readFeed, revokeFeed } from '../../../services/feeds/feeds.ts'
import type { Runner } from '../../../services/runner.ts'
import { operation } from '../../operation.ts'
import { ById, PageQuery, pageOf, presentPage } from '../../wire.ts'
import { presentFeed, presentIssuedFeed } from './present.ts'
import { FeedSchema, IssuedFeedSchema, NewFeedSchema } from './schemas.ts'

const tag = 'feeds'

/** One's own calendar feeds; what they hold is served by `icsRoutes`. */
export const feedRoutes = (app: FastifyInstance, runner: Runner): void => {
  operation(app, runner, {
    method: 'GET',
    url: '/v1/feeds',
    operationId: 'listFeeds',
    tag,
    summary: 'Your own calendar feeds, and when and by what client each was last fetched',
    query: PageQuery,
    response: pageOf(FeedSchema),
    useCase: listFeeds,
    input: ({ query }) => query,
    present: presentPage(presentFeed),
  })
  operation(app, runner, {
    method: 'POST',
    url: '/v1/feeds',
    operationId: 'createFeed',
    tag,
    summary: 'Make a private calendar feed of your events and deadlines',
    description:
      'The addresses are shown this once. Make one feed for each device or person, so that one can be ended alone.',
    body: NewFeedSchema,
    response: IssuedFeedSchema,
    location: ({ id }) => `/v1/feeds/${id}`,
    secrets: ['addresses'],
    useCase: createFeed,
    input: ({ body, base }) => ({ ...body, base }),
    present: presentIssuedFeed,
  })
  operation(app, runner, {
    method: 'GET',
    url: '/v1/feeds/:id',
    operationId: 'readFeed',
    tag,
    summary: 'One of your own calendar feeds, without its address',
    params: ById,
    response: FeedSchema,
    useCase: readFeed,
    input: ({ params }) => params,
    present: presentFeed,
  })
  operation(app, runner, {
    method: 'DELETE',
    url: '/v1/feeds/:id',
    operationId: 'revokeFeed',
    tag,
    summary: 'End one of your own calendar feeds at once',
    params: ById,
    response: z.undefined(),
    useCase: revokeFeed,
    input: ({ params }) => params,
    present: () => undefined,
  })
}
