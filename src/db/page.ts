import { type SelectQueryBuilder, sql } from 'kysely'
import { fault, type Result, success } from '../domain/failures.ts'

/** Which part of a list is wanted: how many items, after which. */
export interface PageRequest {
  readonly limit: number
  readonly cursor?: string | undefined
}

/** A part of a list; `nextCursor` is null on the last one. */
export interface Page<T> {
  readonly items: readonly T[]
  readonly nextCursor: string | null
}

/**
 * A page of a query in the order of one column (a text, date, instant or number from 0, never null) and then the
 * id, so that no item is missed or repeated while others come and go. A cursor that we did not make is refused.
 */
export const pageOf = async <D, T extends keyof D, Row extends { id: string }>(
  query: SelectQueryBuilder<D, T, Row>,
  orderedBy: {
    readonly column: string
    readonly type: 'text' | 'date' | 'timestamptz' | 'integer'
    readonly idColumn: string
  },
  page: PageRequest,
): Promise<Result<Page<Row>>> => {
  const key = sql<string>`(${sql.ref(orderedBy.column)})::text`
  const id = sql.ref(orderedBy.idColumn)
  let bounded = query
    .select(key.as('pageKey'))
    .orderBy(sql.ref(orderedBy.column))
    .orderBy(id)
    .limit(page.limit + 1)
  if (page.cursor !== undefined) {
    const after = readCursor(page.cursor, orderedBy.type)
    if (after === null) return fault('?cursor', 'This cursor is not one of ours: start again without it.')
    bounded = bounded.where(
      sql<boolean>`(${sql.ref(orderedBy.column)}, ${id}) > (${after.key}::${sql.raw(orderedBy.type)}, ${after.id}::uuid)`,
    )
  }
  const rows = (await bounded.execute()) as unknown as (Row & { pageKey: string })[]
  const items = rows.slice(0, page.limit)
  const last = items.at(-1)
  const nextCursor = rows.length > page.limit && last ? writeCursor(last.pageKey, last.id) : null
  return success({ items, nextCursor })
}

const writeCursor = (key: string, id: string): string =>
  Buffer.from(JSON.stringify([key, id])).toString('base64url')

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/
const KEY: Readonly<Record<string, RegExp>> = {
  text: /^[^\0]*$/,
  date: /^\d{4}-\d{2}-\d{2}$/,
  integer: /^\d{1,9}$/,
  timestamptz: /^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}(\.\d+)?[+-]\d{2}(:\d{2})?$/,
}

const readCursor = (cursor: string, type: string): { key: string; id: string } | null => {
  try {
    const [key, id, ...rest] = JSON.parse(Buffer.from(cursor, 'base64url').toString()) as unknown[]
    const ours = typeof key === 'string' && typeof id === 'string' && rest.length === 0
    if (!ours || !UUID.test(id) || !KEY[type]?.test(key)) return null
    if ((type === 'date' || type === 'timestamptz') && Number.isNaN(Date.parse(key))) return null
    return { key, id }
  } catch {
    return null
  }
}
