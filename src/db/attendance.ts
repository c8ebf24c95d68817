import { sql } from 'kysely'
import type { Answered, AttendanceAnswer } from '../domain/events/attendance.ts'
import type { LocalDate } from '../domain/intervals.ts'
import type { Handle } from './database.ts'
import { isOfEvents, type WhichEvents } from './events.ts'
import { type Lookup, lookUpOne, lookup } from './lookups.ts'

/** What an authority's office answered to an event, and whether its seat was filled. */
export interface StoredAnswer extends Answered {
  readonly note: string | null
  readonly came: boolean | null
  readonly answeredBy: string | null
  /** Grows with every answer. */
  readonly revision: number
  readonly changedAt: Date
}

const selectAnswers = (trx: Handle) =>
  trx
    .selectFrom('attendance')
    .select([
      'eventId',
      'authorityId',
      'answer',
      'substituteId',
      'note',
      'came',
      'answeredBy',
      'answeredAt',
      'revision',
      'changedAt',
    ])
    .orderBy('authorityId')

type Row = Awaited<ReturnType<ReturnType<typeof selectAnswers>['executeTakeFirstOrThrow']>>

const byEvent = (rows: readonly Row[]): Map<string, StoredAnswer[]> =>
  Map.groupBy(
    rows.map((row) => ({ ...row, answer: row.answer as AttendanceAnswer })),
    ({ eventId }) => eventId,
  )

const selectAnswersTo = (trx: Handle, which: WhichEvents) =>
  selectAnswers(trx).where(isOfEvents('eventId', which))

/** What was answered to some events, by event. */
export const answersTo = (which: WhichEvents): Lookup<Map<string, StoredAnswer[]>> =>
  lookup(selectAnswersTo, which, byEvent)

/** `answersTo` by itself. */
export const loadAnswersTo = (trx: Handle, ids: readonly string[]): Promise<Map<string, StoredAnswer[]>> =>
  lookUpOne(trx, answersTo({ ids }))

interface EventKey {
  readonly id: string
  readonly regionId: string
}

/** Writes one answer for each of an office's authorities. */
export const writeAnswers = async (
  trx: Handle,
  { id: eventId, regionId }: EventKey,
  authorityIds: readonly string[],
  answer: Pick<StoredAnswer, 'answer' | 'substituteId' | 'note' | 'answeredBy' | 'answeredAt'>,
  now: Date,
): Promise<void> => {
  await trx
    .insertInto('attendance')
    .values(
      authorityIds.map((authorityId) => ({ regionId, eventId, authorityId, ...answer, changedAt: now })),
    )
    .onConflict((there) =>
      there.columns(['eventId', 'authorityId']).doUpdateSet((row) => ({
        ...answer,
        revision: row('attendance.revision', '+', 1),
        changedAt: now,
      })),
    )
    .execute()
}

/** Writes whether an office's seat was filled, for each of its authorities. */
export const writeCame = async (
  trx: Handle,
  { id: eventId, regionId }: EventKey,
  authorityIds: readonly string[],
  came: boolean | null,
  now: Date,
): Promise<void> => {
  await trx
    .insertInto('attendance')
    .values(
      authorityIds.map((authorityId) => ({
        regionId,
        eventId,
        authorityId,
        answer: 'awaited',
        came,
        changedAt: now,
      })),
    )
    .onConflict((there) => there.columns(['eventId', 'authorityId']).doUpdateSet({ came }))
    .execute()
}

/** Makes every answer to an event awaited again. */
export const forgetAnswers = async (trx: Handle, eventId: string, now: Date): Promise<void> => {
  await trx
    .updateTable('attendance')
    .set((row) => ({
      answer: 'awaited',
      substituteId: null,
      note: null,
      came: null,
      answeredBy: null,
      answeredAt: null,
      revision: row('revision', '+', 1),
      changedAt: now,
    }))
    .where('eventId', '=', eventId)
    .execute()
}

/** Makes what an authority answered to events from a local day on another's, where that has not answered itself. */
export const passAnswersOn = async (trx: Handle, from: string, to: string, on: LocalDate): Promise<void> => {
  await sql`
    update attendance set authority_id = ${to}
    from challenge_event
    where challenge_event.id = attendance.event_id and challenge_event.date >= ${on}
      and attendance.authority_id = ${from}
      and not exists (select from attendance own
        where own.event_id = attendance.event_id and own.authority_id = ${to})`.execute(trx)
}
