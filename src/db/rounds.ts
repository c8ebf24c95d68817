import { type Selectable, sql } from 'kysely'
import type { RequiredCalendar } from '../domain/calendars/calendar.ts'
import {
  DEFAULT_ROUND_POLICY,
  type RoundPolicy,
  type RoundPolicyOverrides,
  withOverrides,
} from '../domain/rounds/policy.ts'
import type { Round, RoundState } from '../domain/rounds/round.ts'
import type { Handle } from './database.ts'
import type { Round as RoundTable } from './schema.ts'

/** The rounds that the transaction may see, as rows; `roundOf` reads one. */
export const selectRounds = (trx: Handle) => trx.selectFrom('round').selectAll('round')

/** A round's policy as stored; what an older row does not say is the default of today. */
export const roundPolicyOf = (json: unknown): RoundPolicy =>
  withOverrides(DEFAULT_ROUND_POLICY, json as RoundPolicyOverrides)

/** A row of `selectRounds` as the domain knows it. */
export const roundOf = (row: Selectable<RoundTable>): Round => ({
  id: row.id,
  regionId: row.regionId,
  label: row.label,
  state: row.state as RoundState,
  method: row.method as Round['method'],
  window: { first: row.windowFrom, last: row.windowTo },
  deadlines: {
    selfAssessmentDue: row.selfAssessmentDue,
    commentsDue: row.commentsDue,
    releaseOn: row.releaseOn,
  },
  policy: roundPolicyOf(row.policy),
  requiredCalendars: row.requiredCalendars as unknown as RequiredCalendar[],
  closedAt: row.closedAt,
  revision: row.revision,
  createdAt: row.createdAt,
  changedAt: row.changedAt,
})

/** The round with this id, if the transaction may see it. */
export const findRound = async (trx: Handle, id: string): Promise<Round | null> => {
  const row = await selectRounds(trx).where('id', '=', id).executeTakeFirst()
  return row ? roundOf(row) : null
}

/**
 * `findRound` for a change of the round, its participants or its triads: such changes of one round come one
 * after the other. It does not stop others from referring to the round.
 */
export const lockRound = async (trx: Handle, id: string): Promise<Round | null> => {
  const row = await selectRounds(trx).where('id', '=', id).forNoKeyUpdate().executeTakeFirst()
  return row ? roundOf(row) : null
}

/** What a round is set up with. */
export type RoundSettings = Pick<
  Round,
  'label' | 'method' | 'window' | 'deadlines' | 'policy' | 'requiredCalendars'
>

const settingsColumns = ({ label, method, window, deadlines, policy, requiredCalendars }: RoundSettings) => ({
  label,
  method,
  windowFrom: window.first,
  windowTo: window.last,
  ...deadlines,
  // The driver takes an array for a PostgreSQL array, so JSON goes as text.
  policy: JSON.stringify(policy),
  requiredCalendars: JSON.stringify(requiredCalendars),
})

/** A new round, in planning. */
export const insertRound = async (
  trx: Handle,
  regionId: string,
  settings: RoundSettings,
  now: Date,
): Promise<Round> => {
  const row = await trx
    .insertInto('round')
    .values({
      ...settingsColumns(settings),
      regionId,
      state: 'planning',
      createdAt: now,
      changedAt: now,
    })
    .returningAll()
    .executeTakeFirstOrThrow()
  return roundOf(row)
}

/** Writes a round's settings and state; its revision grows by one. */
export const updateRound = async (
  trx: Handle,
  id: string,
  round: RoundSettings & Pick<Round, 'state' | 'closedAt'>,
  now: Date,
): Promise<Round> => {
  const row = await trx
    .updateTable('round')
    .set((column) => ({
      ...settingsColumns(round),
      state: round.state,
      closedAt: round.closedAt,
      revision: column('revision', '+', 1),
      changedAt: now,
    }))
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirstOrThrow()
  return roundOf(row)
}

/** A round's key as other rows refer to it. */
export type RoundKey = Pick<Round, 'id' | 'regionId'>

/** An authority of a round: in, or out with a reason. */
export interface Participant {
  readonly authorityId: string
  readonly takingPart: boolean
  readonly reason: string | null
}

/** Everybody whom a round names, in or out. */
export const loadParticipants = (trx: Handle, roundId: string): Promise<Participant[]> =>
  trx
    .selectFrom('participant')
    .select(['authorityId', 'takingPart', 'reason'])
    .where('roundId', '=', roundId)
    .orderBy('authorityId')
    .execute()

/** A triad with the authorities in it. */
export interface Triad {
  readonly id: string
  readonly roundId: string
  /** From 1, unique in its round. */
  readonly number: number
  readonly authorityIds: readonly string[]
  readonly revision: number
  readonly createdAt: Date
  readonly changedAt: Date
}

/** The triads that the transaction may see. */
export const selectTriads = (trx: Handle) =>
  trx
    .selectFrom('triad')
    .select((row) => [
      'triad.id',
      'triad.roundId',
      'triad.number',
      'triad.revision',
      'triad.createdAt',
      'triad.changedAt',
      sql<string[]>`array(${row
        .selectFrom('triadMember')
        .select('authorityId')
        .whereRef('triadId', '=', 'triad.id')
        .orderBy('authorityId')})`.as('authorityIds'),
    ])

/** The triads of a round, by number. */
export const loadTriads = (trx: Handle, roundId: string): Promise<Triad[]> =>
  selectTriads(trx).where('triad.roundId', '=', roundId).orderBy('triad.number').execute()

/** The triad with this id, if the transaction may see it. */
export const findTriad = async (trx: Handle, id: string): Promise<Triad | null> =>
  (await selectTriads(trx).where('triad.id', '=', id).executeTakeFirst()) ?? null
