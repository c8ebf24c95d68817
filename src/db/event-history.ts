import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import type { ClashRule } from '../domain/clashes/clash.ts'
import type { GivenWaiver } from '../domain/clashes/waivers.ts'
import type { EventMove, EventState } from '../domain/events/event.ts'
import type { LocalDate, Occasion } from '../domain/intervals.ts'
import type { Handle } from './database.ts'
import { isOneOf, type Lookup, lookup } from './lookups.ts'

/** One move of an event, when, by whom and why. */
export interface HistoryEntry {
  /** The event's revision that the move made. */
  readonly revision: number
  readonly move: EventMove
  readonly from: EventState | null
  readonly to: EventState
  /** The date and times that it had before; null for a proposal. */
  readonly old: Occasion | null
  readonly reason: string | null
  readonly personId: string
  readonly at: Date
}

interface EventKey {
  readonly id: string
  readonly regionId: string
}

export const insertHistory = async (
  trx: Handle,
  { id: eventId, regionId }: EventKey,
  { revision, move, from, to, old, reason, personId, at }: HistoryEntry,
): Promise<void> => {
  await trx
    .insertInto('eventHistory')
    .values({
      eventId,
      regionId,
      revision,
      move,
      fromState: from,
      toState: to,
      oldDate: old?.date ?? null,
      oldDays: old?.days ?? null,
      oldStartTime: old?.startTime ?? null,
      oldEndTime: old?.endTime ?? null,
      reason,
      personId,
      at,
    })
    .execute()
}

/** The moves of an event, as rows; `historyOf` reads one. */
export const selectHistory = (trx: Handle, eventId: string) =>
  trx.selectFrom('eventHistory').selectAll().where('eventId', '=', eventId)

type HistoryRow = Awaited<ReturnType<ReturnType<typeof selectHistory>['executeTakeFirstOrThrow']>>

export const historyOf = (row: HistoryRow): HistoryEntry => ({
  revision: row.revision,
  move: row.move as EventMove,
  from: row.fromState as EventState | null,
  to: row.toState as EventState,
  old:
    row.oldDate === null
      ? null
      : {
          date: row.oldDate,
          days: row.oldDays ?? 1,
          startTime: row.oldStartTime,
          endTime: row.oldEndTime,
        },
  reason: row.reason,
  personId: row.personId,
  at: row.at,
})

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

/** The revision that the latest move of an event made. */
export const latestMove = async (trx: Handle, eventId: string): Promise<number> => {
  const row = await trx
    .selectFrom('eventHistory')
    .select((move) => move.fn.max('revision').as('revision'))
    .where('eventId', '=', eventId)
    .executeTakeFirstOrThrow()
  return row.revision
}

/** Whether a waiver still stands: its event has been given no other date since. */
const stands = sql<boolean>`waiver.event_revision >= (
  select max(revision) from event_history
  where event_history.event_id = waiver.event_id and move in ('propose', 'reschedule')
)`

/** The waivers that the transaction may see, those of former dates too (`stands` tells); `waiverOf` reads a row. */
export const selectWaivers = (trx: Handle) =>
  trx
    .selectFrom('waiver')
    .select([
      'id',
      'eventId',
      'rule',
      'commitmentId',
      'reason',
      'untilDate',
      'bases',
      'personId',
      'at',
      stands.as('stands'),
    ])

type WaiverRow = Awaited<ReturnType<ReturnType<typeof selectWaivers>['executeTakeFirstOrThrow']>>

/** A waiver as stored. */
export interface StoredWaiver extends GivenWaiver {
  readonly id: string
  readonly eventId: string
  readonly personId: string
  readonly at: Date
  /** Whether its event still has the date that it was given for. */
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
    .where(isOneOf('eventId', eventIds))
    .where(stands)
    .where((waiver) => waiver.or([waiver('untilDate', 'is', null), waiver('untilDate', '>=', today)]))
    .orderBy('eventRevision', 'desc')
    .orderBy('at', 'desc')
    .orderBy('id')

/** The waivers that stand on a local day for these events, the latest first, so that of two for one clash it is the one told. */
export const standingWaivers = (eventIds: readonly string[], today: LocalDate): Lookup<StoredWaiver[]> =>
  lookup(selectStanding, { eventIds, today }, (rows) => rows.map(waiverOf))
