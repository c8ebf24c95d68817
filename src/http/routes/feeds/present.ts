import type { z } from 'zod'
import type { Feed, IssuedFeed } from '../../../services/feeds/feeds.ts'
import { instant } from '../../wire.ts'
import type { FeedSchema, IssuedFeedSchema } from './schemas.ts'

export const presentFeed = (feed: Feed): z.input<typeof FeedSchema> => ({
  id: feed.id,
  name: feed.name,
  detail: feed.detail,
  createdAt: instant(feed.createdAt),
  expiresAt: instant(feed.expiresAt),
  fetchedAt: instant(feed.fetchedAt),
  fetchedBy: feed.fetchedBy,
})

export const presentIssuedFeed = ({
  addresses: { https, webcal, google },
  ...feed
}: IssuedFeed): z.input<typeof IssuedFeedSchema> => ({
  ...presentFeed(feed),
  addresses: { https, webcal, google },
})
