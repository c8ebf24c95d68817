import { findFeed, insertFeed, revokeFeedRow, selectFeeds } from '../../db/feeds.ts'
import { type PageRequest, pageOf } from '../../db/page.ts'
import { maySeeProgramme, ownsFeed } from '../../domain/access/operations.ts'
import { success } from '../../domain/failures.ts'
import { addressesOf, type FeedAddresses } from '../../domain/feeds/addresses.ts'
import { hashSecret, newSecret } from '../secrets.ts'
import { allow, notFound, reading, regionOf, type Work, writing } from '../use-case.ts'

/**
 * How long an address is good for: two rounds and their aftermath, twice a token's life. A calendar app tells
 * nobody that its subscription has ended, and the events end with the office anyway.
 */
const GOOD_FOR = 800 * 24 * 60 * 60 * 1000

/** How much a feed tells: everything, or only when its owner is busy. */
export type FeedDetail = 'full' | 'busy'

export interface Feed {
  readonly id: string
  readonly name: string
  readonly detail: FeedDetail
  readonly createdAt: Date
  readonly expiresAt: Date
  /** When it was last fetched, to a minute, and by what client (its User-Agent). */
  readonly fetchedAt: Date | null
  readonly fetchedBy: string | null
}

/** A feed with its secret addresses, which are shown this once. */
export interface IssuedFeed extends Feed {
  readonly addresses: FeedAddresses
}

const feedOf = <Row extends { detail: string }>(row: Row) => ({ ...row, detail: row.detail as FeedDetail })

const findOwnFeed = async ({ trx, actor }: Work, id: string) => {
  const row = await findFeed(trx, id)
  return row !== null && ownsFeed(actor, { ownerId: row.personId }) ? success(feedOf(row)) : notFound()
}

/** Somebody who holds an office makes a feed of their own; `base` is this service's address as they know it. */
export const createFeed = writing<{ name: string; detail: FeedDetail; base: string }, null, IssuedFeed>({
  authorise: async (work) =>
    allow(
      maySeeProgramme(work.actor, regionOf(work).id),
      'You hold no office here now, so there is nothing for a calendar.',
    ),
  run: async (work, { name, detail, base }) => {
    const token = newSecret()
    const row = await insertFeed(work.trx, {
      regionId: regionOf(work).id,
      personId: work.actor.personId,
      name,
      detail,
      tokenHash: hashSecret(token),
      createdAt: work.now,
      expiresAt: new Date(work.now.getTime() + GOOD_FOR),
    })
    work.record('feed', row.id, { detail })
    return success({ ...feedOf(row), addresses: addressesOf(base, token) })
  },
})

/** One's own feeds, oldest first. */
export const listFeeds = reading({
  authorise: async () => success(null),
  run: async ({ trx, actor }, request: PageRequest) => {
    const page = await pageOf(
      selectFeeds(trx).where('personId', '=', actor.personId),
      { column: 'createdAt', type: 'timestamptz', idColumn: 'id' },
      request,
    )
    return page.ok ? success({ ...page.value, items: page.value.items.map(feedOf) }) : page
  },
})

/** One of one's own feeds; anybody else's does not exist, for the consultant neither. */
export const readFeed = reading<{ id: string }, Feed, Feed>({
  authorise: (work, { id }) => findOwnFeed(work, id),
  run: async (_work, _input, feed) => success(feed),
})

/** Ends one of one's own feeds at once: its address is one that never was. */
export const revokeFeed = writing<{ id: string }, Feed, undefined>({
  authorise: (work, { id }) => findOwnFeed(work, id),
  run: async (work, { id }) => {
    await revokeFeedRow(work.trx, id, work.now)
    work.record('feed', id)
    return success(undefined)
  },
})
