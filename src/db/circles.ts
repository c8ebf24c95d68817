import type { Round } from '../domain/rounds/round.ts'
import type { Handle } from './database.ts'
import { isOneOf, type Lookup, lookup } from './lookups.ts'
import { roundOf, selectRounds, selectTriads, type Triad } from './rounds.ts'

interface InRounds {
  readonly roundIds: readonly string[]
}

const selectRoundsById = (trx: Handle, { ids }: { readonly ids: readonly string[] }) =>
  selectRounds(trx).where(isOneOf('round.id', ids))

const selectTriadsIn = (trx: Handle, { roundIds }: InRounds) =>
  selectTriads(trx).where(isOneOf('triad.roundId', roundIds))

const selectTakingPart = (trx: Handle, { roundIds }: InRounds) =>
  trx
    .selectFrom('participant')
    .select(['roundId', 'authorityId'])
    .where(isOneOf('roundId', roundIds))
    .where('takingPart', '=', true)
    .orderBy('authorityId')

/** These rounds, by their ids. */
export const roundsById = (ids: readonly string[]): Lookup<Map<string, Round>> =>
  lookup(selectRoundsById, { ids }, (rows) => new Map(rows.map((row) => [row.id, roundOf(row)])))

/** The triads of these rounds, by their ids. */
export const triadsIn = (roundIds: readonly string[]): Lookup<Map<string, Triad>> =>
  lookup(selectTriadsIn, { roundIds }, (rows) => new Map(rows.map((triad) => [triad.id, triad])))

/** The authorities that take part in each of these rounds. */
export const takingPartIn = (roundIds: readonly string[]): Lookup<Map<string, string[]>> =>
  lookup(selectTakingPart, { roundIds }, (rows) => {
    const byRound = Map.groupBy(rows, ({ roundId }) => roundId)
    return new Map([...byRound].map(([id, members]) => [id, members.map(({ authorityId }) => authorityId)]))
  })
