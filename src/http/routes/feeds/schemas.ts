import { z } from 'zod'
import { Id, Instant, text } from '../../wire.ts'

const Detail = z
  .enum(['full', 'busy'])
  .describe('full: everything; busy: only when you are busy, to show to others')

const feedFields = {
  id: Id,
  name: z.string(),
  detail: Detail,
  createdAt: Instant,
  expiresAt: Instant.describe('The first instant at which its address no longer answers'),
  fetchedAt: Instant.nullable().describe('When a calendar app last fetched it, to a minute; null: never'),
  fetchedBy: z.string().nullable().describe('By what client: the start of its User-Agent'),
}

export const FeedSchema = z.strictObject(feedFields).meta({ id: 'Feed' })

export const IssuedFeedSchema = z
  .strictObject({
    ...feedFields,
    addresses: z
      .strictObject({
        https: z.string().describe('For Outlook and Office 365, and for everything else'),
        webcal: z.string().describe("For Apple's calendars: opens as a subscription"),
        google: z.string().describe('Opens Google Calendar and adds the feed there'),
      })
      .optional()
      .describe('One secret address in three forms, shown this once: whoever has it reads the feed'),
  })
  .meta({ id: 'IssuedFeed' })

export const NewFeedSchema = z
  .strictObject({
    name: text(100).describe('What your calendar app calls it, unless it is busy-only'),
    detail: Detail.default('full'),
  })
  .meta({ id: 'NewFeed', examples: [{ name: 'Peer challenge', detail: 'full' }] })

/** A token as it stands in an address: whatever it is, it is looked up. */
export const FeedAddress = z.strictObject({
  token: z.string().describe('The secret part of the address; no other token is needed'),
})
