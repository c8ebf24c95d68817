import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import type { ClashRule } from '../domain/clashes/clash.ts'
import type { GivenWaiver } from '../domain/clashes/waivers.ts'
import type { LocalDate } from '../domain/intervals.ts'
import type { Handle } from './database.ts'
import type { EventKey } from './event-history.ts'
import { isOneOf, type Lookup, lookup } from './lookups.ts'

/** Writes waivers of an event as it is in this revision of it, and returns their ids in the same order. */
export const insertWaivers = async (
  trx: Handle,
  event: EventKey & { readonly roundId: string; readonly revision: number },
  waivers: readonly GivenWaiver[],
  by: { readonly personId: string; readonly at: Date },
): Promise<string[]> => {
  if (waivers.length === 0) return []
  const ids = waivers.map(() => randomUUID())
  const { id: eventId, regionId, roundId, revision: eventRevision } = event
  await trx
    .insertInto('waiver')
    .values(
      waivers.map(({ rule, commitmentId, reason, until, bases }, index) => ({
        id: ids[index] ?? '',
        regionId,
        roundId,
        eventId,
        eventRevision,
        rule,
        commitmentId,
        reason,
        untilDate: until ?? null,
        bases: bases ? [...bases] : null,
        ...by,
      })),
    )
    .execute()
  return ids
}

/** Writes that a waiver was taken back; false where it had been before. */
export const revokeWaiver = async (
  trx: Handle,
  regionId: string,
  waiver: Pick<StoredWaiver, 'id' | 'eventId'>,
  by: { readonly personId: string; readonly at: Date },
): Promise<boolean> => {
  const { numInsertedOrUpdatedRows = 0n } = await trx
    .insertInto('waiverRevocation')
    .values({ waiverId: waiver.id, regionId, eventId: waiver.eventId, ...by })
    .onConflict((known) => known.doNothing())
    .executeTakeFirstOrThrow()
  return numInsertedOrUpdatedRows > 0n
}

/** Whether a waiver still stands: nobody took it back, and its event has been given no other date since. */
const stands = sql<boolean>`revoked.waiver_id is null and waiver.event_revision >= (
  select max(revision) from event_history
  where event_history.event_id = waiver.event_id and move in ('propose', 'reschedule')
)`

/** The waivers that the transaction may see, those that do not stand too (`stands` tells); `waiverOf` reads a row. */
export const selectWaivers = (trx: Handle) =>
  trx
    .selectFrom('waiver')
    .leftJoin('waiverRevocation as revoked', 'revoked.waiverId', 'waiver.id')
    .select([
      'waiver.id',
      'waiver.eventId',
      'waiver.rule',
      'waiver.commitmentId',
      'waiver.reason',
      'waiver.untilDate',
      'waiver.bases',
      'waiver.personId',
      'waiver.at',
      'revoked.personId as revokedBy',
      'revoked.at as revokedAt',
      stands.as('stands'),
    ])

/** `selectWaivers` with what of each is known only from the clashes found: whether it excuses one now. */
export const selectWaiversAtWork = (trx: Handle) =>
  selectWaivers(trx).select(
    sql<boolean>`exists (select from clash where clash.waiver_id = waiver.id and clash.closed_at is null)`.as(
      'excuses',
    ),
  )

type WaiverRow = Awaited<ReturnType<ReturnType<typeof selectWaivers>['executeTakeFirstOrThrow']>>

/** A waiver as stored. */
export interface StoredWaiver extends GivenWaiver {
  readonly id: string
  readonly eventId: string
  readonly personId: string
  readonly at: Date
  /** Who took it back, and when; both null of one that nobody did. */
  readonly revokedBy: string | null
  readonly revokedAt: Date | null
  /** Whether nobody took it back, and its event still has the date that it was given for. */
  readonly stands: boolean
}

export const waiverOf = ({ untilDate, ...row }: WaiverRow): StoredWaiver => ({
  ...row,
  rule: row.rule as ClashRule,
  until: untilDate,
})

const selectStanding = (
  trx: Handle,
  { eventIds, today }: { readonly eventIds: readonly string[]; readonly today: LocalDate },
) =>
  selectWaivers(trx)
    .where(isOneOf('waiver.eventId', eventIds))
    .where(stands)
    .where((waiver) =>
      waiver.or([waiver('waiver.untilDate', 'is', null), waiver('waiver.untilDate', '>=', today)]),
    )
    .orderBy('waiver.eventRevision', 'desc')
    .orderBy('waiver.at', 'desc')
    .orderBy('waiver.id')

/** The waivers that stand on a local day for these events, the latest first, so that of two for one clash it is the one told. */
export const standingWaivers = (eventIds: readonly string[], today: LocalDate): Lookup<StoredWaiver[]> =>
  lookup(selectStanding, { eventIds, today }, (rows) => rows.map(waiverOf))
