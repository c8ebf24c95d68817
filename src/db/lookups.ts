import { CompiledQuery, type Expression, sql } from 'kysely'
import { jsonArrayFrom } from 'kysely/helpers/postgres'
import type { Handle } from './database.ts'
import { PREPARED } from './prepared.ts'

/** What a selection is asked with, by name. */
type Given = Readonly<Record<string, unknown>>

/** Something to read: a selection, what it is asked with, and what its rows mean. */
export interface Lookup<T> {
  readonly select: (trx: Handle, given: never) => Expression<unknown>
  readonly given: Given
  readonly meaning: (rows: readonly never[]) => T
}

/**
 * What is read by a selection, as its rows mean. The selection must be the same function each time, and use all that
 * differs from time to time through its second argument and as a value: it is called once, with values to be filled in.
 */
export const lookup = <G extends Given, Row, T>(
  select: (trx: Handle, given: G) => Expression<Row>,
  given: G,
  meaning: (rows: readonly Row[]) => T,
): Lookup<T> => ({ select, given, meaning })

/**
 * A list as one value of a statement, whose length the planner does not see (it is selected). If it did, it would hold
 * each length to need a plan of its own, and plan anew at each call: 2 of the 4 ms in which an event's facts are read.
 */
export const listOf = (values: readonly (string | Date)[], type: 'uuid' | 'text' | 'timestamptz') =>
  sql`(select ${values}::${sql.raw(type)}[])::${sql.raw(type)}[]`

/** That a column of ids has one of these, in a text that does not depend on how many they are. */
export const isOneOf = (column: string, ids: readonly string[]) =>
  sql<boolean>`${sql.ref(column)} = any(${listOf(ids, 'uuid')})`

/** What lookups have found, under their names. */
export type Found<L> = { readonly [Name in keyof L]: L[Name] extends Lookup<infer T> ? T : never }

/**
 * Reads several things in one statement, which is written once and which each connection plans once: what one event is
 * judged on stands in twenty tables, and asking each for itself took three times as long.
 */
export const lookUp = async <L extends Readonly<Record<string, Lookup<unknown>>>>(
  trx: Handle,
  lookups: L,
): Promise<Found<L>> => {
  const { rows } = await trx.executeQuery<Record<string, Json[]>>(statementOf(trx, lookups))
  const found = Object.entries(lookups).map(([name, { meaning }]) => [
    name,
    meaning(rowsOf(rows[0]?.[name] ?? []) as never[]),
  ])
  return Object.fromEntries(found) as Found<L>
}

/** Reads one thing by itself. */
export const lookUpOne = async <T>(trx: Handle, one: Lookup<T>): Promise<T> =>
  (await lookUp(trx, { one })).one

/** A value to be filled in. */
class Slot {
  readonly of: string
  readonly name: string
  constructor(of: string, name: string) {
    this.of = of
    this.name = name
  }
}

type Lookups = Readonly<Record<string, Lookup<unknown>>>

const statements = new Map<string, Pick<CompiledQuery, 'sql' | 'parameters'>>()
const numbers = new Map<Lookup<unknown>['select'], number>()

/** Tells lookups apart whose statements differ, whatever they are given. */
const shapeOf = (lookups: Lookups): string =>
  Object.entries(lookups)
    .map(([name, { select, given }]) => {
      const number = numbers.get(select) ?? numbers.size
      numbers.set(select, number)
      return `${name} ${number} ${Object.keys(given)}`
    })
    .join()

const statementOf = (trx: Handle, lookups: Lookups): CompiledQuery => {
  const shape = shapeOf(lookups)
  const written = statements.get(shape) ?? write(trx, lookups)
  statements.set(shape, written)
  const filled = written.parameters.map((value) =>
    value instanceof Slot ? lookups[value.of]?.given[value.name] : value,
  )
  return CompiledQuery.raw(written.sql, filled)
}

const write = (trx: Handle, lookups: Lookups) =>
  trx
    .selectNoFrom(
      Object.entries(lookups).map(([of, { select, given }]) => {
        const slots = Object.fromEntries(Object.keys(given).map((name) => [name, new Slot(of, name)]))
        return jsonArrayFrom(select(trx, slots as never)).as(of)
      }),
    )
    .modifyFront(PREPARED)
    .compile()

type Json = Readonly<Record<string, unknown>>

/** Rows as a statement of their own gives them: names in camelCase, instants as dates. */
const rowsOf = (rows: readonly Json[]): Json[] => {
  const columns = Object.keys(rows[0] ?? {}).map((column) => ({
    column,
    name: column.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase()),
    isInstant: isInstant(column),
  }))
  return rows.map((row) => {
    const read: Record<string, unknown> = {}
    for (const { column, name, isInstant } of columns) {
      const value = row[column]
      read[name] = isInstant && typeof value === 'string' ? new Date(value) : value
    }
    return read
  })
}

/** In JSON an instant is a text like any other; by its name a column is known to be one (`lookups.test.ts` looks). */
export const isInstant = (column: string): boolean => /(^|_)at$/.test(column)
