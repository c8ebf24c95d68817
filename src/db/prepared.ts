import { createHash } from 'node:crypto'
import { type RawBuilder, sql } from 'kysely'
import type { ClientBase, QueryResult } from 'pg'

const MARK = '/* prepared */'
const MARKED = `select ${MARK}`

/**
 * For `modifyFront` of a selection: each connection plans it once and knows it by name from then on, because planning
 * takes longer than looking at a few rows of a dozen tables. Only for statements whose text is always the same, since a
 * connection keeps what it has planned: lists go in as arrays (`listOf`), not as `in`.
 */
export const PREPARED: RawBuilder<unknown> = sql.raw(MARK)

const names = new Map<string, string>()

/** The longest name that PostgreSQL tells from others has 63 bytes; this one has 43. */
const nameOf = (text: string): string => {
  const known = names.get(text)
  if (known !== undefined) return known
  const name = createHash('sha256').update(text).digest('base64url')
  names.set(text, name)
  return name
}

type Query = (...asked: unknown[]) => Promise<QueryResult>

/** Lets a new connection know marked statements by name; Kysely has no way to tell the driver of one. */
export const prepareMarked = (client: ClientBase): void => {
  const query = client.query.bind(client) as Query
  const named: Query = (text, values, ...rest) =>
    typeof text === 'string' && text.startsWith(MARKED)
      ? query({ name: nameOf(text), text, values }, ...rest)
      : query(text, values, ...rest)
  client.query = named as typeof client.query
}
