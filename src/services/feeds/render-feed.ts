import { createHmac, hkdfSync } from 'node:crypto'
import { type Database, inTransaction } from '../../db/database.ts'
import { findFeed, noteFetch } from '../../db/feeds.ts'
import { success } from '../../domain/failures.ts'
import { entriesOf } from '../../domain/feeds/entries.ts'
import { localDate } from '../../domain/intervals.ts'
import { renderFeed } from '../../ical/render.ts'
import type { FeedHolder, Recogniser } from '../recognise.ts'
import type { Runner } from '../runner.ts'
import { notFound, reading, regionOf } from '../use-case.ts'
import { loadFeedFacts } from './facts.ts'

/** How often a client is asked to come back; those that listen then see a move within the hour. */
const REFRESH_HOURS = 1

/**
 * The last fetch is noted at most once a minute: a client in a loop, or one address in many devices, would
 * otherwise turn every read into a write, and the embedded database serves one at a time.
 */
const NOTED_EVERY_MS = 60 * 1000

/** As much of a User-Agent as tells the client: longer ones are lists of components. */
const CLIENT_LENGTH = 200

/** A feed as fetched. */
export interface FetchedFeed {
  readonly feedId: string
  readonly personId: string
  readonly regionId: string | null
  /** The bytes of the calendar. */
  readonly body: Buffer
  readonly fetchedAt: Date | null
}

interface FeedRequest {
  readonly base: string
  readonly correlationId: string
}

/** What a calendar app does with a feed's address. */
export interface Subscriptions {
  /**
   * The feed of whoever holds this token, made anew from the offices they hold now. Null alike, after the same
   * statement, when the token is unknown, revoked, expired or no token at all. `base` is the address of this
   * service as the client knows it, for the links.
   *
   * The first fetch of a feed on each local day stands in the audit log, with the request's `correlationId`; the others
   * do not. What it tells everybody with an office in the region may read, and clients come every twenty minutes: that
   * would be 26,000 rows a year for each device, each fetch waiting for the lock at the head of the region's chain.
   */
  fetch(token: string, request: FeedRequest): Promise<FetchedFeed | null>
  /** Notes that a client fetched this feed. Its failure is no reason to withhold the feed. */
  note(fetched: FetchedFeed, client: string | null): Promise<void>
}

/** Subscriptions over one database and one clock; `key` is the service's own 32 bytes. */
export const createSubscriptions = (
  database: Database,
  runner: Runner,
  recogniser: Recogniser,
  now: () => Date,
  key: Buffer,
): Subscriptions => {
  const renderOwnFeed = rendering(key)
  return {
    fetch: async (token, { base, correlationId }) => {
      const holder = await recogniser.byFeed(token)
      if (holder === null) return null
      const call = {
        caller: { ...holder, correlationId },
        operation: 'fetchFeed',
        subjectId: holder.feedId,
        seal: (output: Omit<FetchedFeed, keyof FeedHolder>) => ({ answer: output, kept: null }),
      }
      const result = await runner.execute(call, renderOwnFeed, { feedId: holder.feedId, base })
      return result.ok ? { ...holder, ...(result.value as Omit<FetchedFeed, keyof FeedHolder>) } : null
    },
    note: async ({ feedId, personId, regionId, fetchedAt }, client) => {
      const at = now()
      if (fetchedAt !== null && at.getTime() - fetchedAt.getTime() < NOTED_EVERY_MS) return
      await inTransaction(database, { regionId, personId, now: at }, (trx) =>
        noteFetch(trx, feedId, client?.slice(0, CLIENT_LENGTH) ?? null, at),
      )
    },
  }
}

/**
 * The feed as its subscriber sees it now. A busy-only one gets UIDs that mean nothing and that even a holder of
 * the address cannot work out from an event's id, since they hang on the service's key; and its calendar is
 * called "Busy", whatever the owner calls the feed in their own list.
 */
const rendering = (key: Buffer) => {
  const uidKey = Buffer.from(hkdfSync('sha256', key, '', 'UIDs of busy-only feeds', 32))
  return reading({
    authorise: async ({ trx }, { feedId }: { feedId: string; base: string }) => {
      const feed = await findFeed(trx, feedId)
      return feed === null ? notFound() : success(feed)
    },
    run: async (work, { base }, feed) => {
      const busy = feed.detail === 'busy'
      const busyUid = (uid: string) =>
        createHmac('sha256', uidKey).update(`${feed.id} ${uid}`).digest('base64url')
      const entries = entriesOf(await loadFeedFacts(work, base), {
        now: work.now,
        zone: regionOf(work).timezone,
        busyUid: busy ? busyUid : null,
      })
      const dayOf = (at: Date) => localDate(at, regionOf(work).timezone)
      if (feed.fetchedAt === null || dayOf(feed.fetchedAt) < dayOf(work.now))
        work.record('feed', feed.id, { firstOf: dayOf(work.now) })
      const text = renderFeed({ name: busy ? 'Busy' : feed.name, entries, refreshHours: REFRESH_HOURS })
      return success({ body: Buffer.from(text), fetchedAt: feed.fetchedAt })
    },
  })
}
