import type { EventMove, EventState } from '../domain/events/event.ts'
import type { Occasion } from '../domain/intervals.ts'
import type { Handle } from './database.ts'

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

/** An event as its history and waivers name it. */
export interface EventKey {
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

/** The revision that the latest move of an event made. */
export const latestMove = async (trx: Handle, eventId: string): Promise<number> => {
  const row = await trx
    .selectFrom('eventHistory')
    .select((move) => move.fn.max('revision').as('revision'))
    .where('eventId', '=', eventId)
    .executeTakeFirstOrThrow()
  return row.revision
}
