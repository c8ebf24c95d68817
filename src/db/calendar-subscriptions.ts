import { sql } from 'kysely'
import type { Validators } from '../domain/calendars/fetching.ts'
import type { CalendarSubscription, TakenCopy } from '../domain/calendars/subscription.ts'
import type { Handle } from './database.ts'

/** A subscription with what only the service uses: its address, sealed, and what to ask it with. */
export interface StoredSubscription extends CalendarSubscription {
  readonly address: Buffer
  readonly validators: Validators
}

/** A subscription that this process alone polls, until its lease ends. */
export interface ClaimedSubscription extends StoredSubscription {
  readonly lease: string
}

const selectSubscriptions = (trx: Handle) => trx.selectFrom('calendarSubscription').selectAll()

type Row = Awaited<ReturnType<ReturnType<typeof selectSubscriptions>['executeTakeFirstOrThrow']>>

const subscriptionOf = (row: Row): StoredSubscription => ({
  calendarId: row.calendarId,
  host: row.host,
  everyMinutes: row.everyMinutes,
  askedAt: row.askedAt,
  asked: { first: row.askedFrom, last: row.askedTo },
  taken: row.report as unknown as TakenCopy,
  failures: row.failures,
  failure: row.failure,
  nextAt: row.nextAt,
  address: row.address,
  validators: { etag: row.etag, lastModified: row.lastModified },
})

/** A calendar's subscription; null when it has none. */
export const findSubscription = async (
  trx: Handle,
  calendarId: string,
): Promise<StoredSubscription | null> => {
  const row = await selectSubscriptions(trx).where('calendarId', '=', calendarId).executeTakeFirst()
  return row ? subscriptionOf(row) : null
}

/** Writes a calendar's subscription, new or in place of the one before, whose poll under way then counts for nothing. */
export const putSubscription = async (
  trx: Handle,
  regionId: string,
  subscription: StoredSubscription,
): Promise<void> => {
  const columns = {
    regionId,
    host: subscription.host,
    address: subscription.address,
    everyMinutes: subscription.everyMinutes,
    askedAt: subscription.askedAt,
    askedFrom: subscription.asked.first,
    askedTo: subscription.asked.last,
    report: JSON.stringify(subscription.taken),
    failures: subscription.failures,
    failure: subscription.failure,
    nextAt: subscription.nextAt,
    etag: subscription.validators.etag,
    lastModified: subscription.validators.lastModified,
    lease: null,
    leaseEndsAt: null,
  }
  await trx
    .insertInto('calendarSubscription')
    .values({ calendarId: subscription.calendarId, ...columns })
    .onConflict((conflict) => conflict.column('calendarId').doUpdateSet(columns))
    .execute()
}

/** Ends a calendar's subscription; false when it has none. */
export const deleteSubscription = async (trx: Handle, calendarId: string): Promise<boolean> => {
  const { numDeletedRows } = await trx
    .deleteFrom('calendarSubscription')
    .where('calendarId', '=', calendarId)
    .executeTakeFirst()
  return numDeletedRows > 0n
}

/**
 * Takes one of a region's subscriptions that are due, the longest due first, for this process alone until
 * `leaseEndsAt`; null when none is. What another process has taken is passed over without waiting.
 */
export const claimDueSubscription = async (
  trx: Handle,
  regionId: string,
  { now, leaseEndsAt }: { readonly now: Date; readonly leaseEndsAt: Date },
): Promise<ClaimedSubscription | null> => {
  const row = await trx
    .updateTable('calendarSubscription')
    .set({ lease: sql<string>`gen_random_uuid()`, leaseEndsAt })
    .where('calendarId', '=', (due) =>
      due
        .selectFrom('calendarSubscription')
        .select('calendarId')
        .where('regionId', '=', regionId)
        .where('nextAt', '<=', now)
        .where((free) => free.or([free('leaseEndsAt', 'is', null), free('leaseEndsAt', '<=', now)]))
        .orderBy('nextAt')
        .limit(1)
        .forUpdate()
        .skipLocked(),
    )
    .returningAll()
    .executeTakeFirst()
  return row?.lease ? { ...subscriptionOf(row), lease: row.lease } : null
}

/** Whether a claim still holds; the row is then locked until the transaction ends. */
export const stillClaimed = async (
  trx: Handle,
  { calendarId, lease }: Pick<ClaimedSubscription, 'calendarId' | 'lease'>,
): Promise<boolean> =>
  (await trx
    .selectFrom('calendarSubscription')
    .select('calendarId')
    .where('calendarId', '=', calendarId)
    .where('lease', '=', lease)
    .forUpdate()
    .executeTakeFirst()) !== undefined
