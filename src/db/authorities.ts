import { sql } from 'kysely'
import type { LocalDate } from '../domain/intervals.ts'
import type { Handle } from './database.ts'

/** Authorities with the GSS code of each on a local day (its latest, when it has none that day; null when it has none yet), and the days on which it took over from others and ended. */
export const selectAuthorities = (trx: Handle, today: LocalDate) =>
  trx.selectFrom('authority').select([
    'authority.id',
    'authority.name',
    'authority.kind',
    'authority.officeTown',
    'authority.latitude',
    'authority.longitude',
    'authority.statisticalNeighbours',
    sql<string | null>`(
      select gss_code from authority_code where authority_id = authority.id
      order by valid @> ${today}::date desc, coalesce(valid_until, 'infinity') desc limit 1
    )`.as('gssCode'),
    sql<LocalDate | null>`(select min(on_date) from succession where successor_id = authority.id)`.as(
      'beganOn',
    ),
    sql<LocalDate | null>`(select min(on_date) from succession where predecessor_id = authority.id)`.as(
      'endedOn',
    ),
  ])

/** One dated code of a council; half-open, null where it has no end. */
export interface DatedCode {
  readonly gssCode: string
  readonly from: LocalDate | null
  readonly until: LocalDate | null
}

export interface NewAuthority {
  readonly name: string
  readonly kind: string
  readonly officeTown: string
  readonly latitude: number
  readonly longitude: number
  /** GSS codes, nearest first; of any region. */
  readonly statisticalNeighbours: readonly string[]
  readonly codes: readonly DatedCode[]
}

export const insertAuthority = async (
  trx: Handle,
  regionId: string,
  { codes, statisticalNeighbours, ...authority }: NewAuthority,
  now: Date,
): Promise<string> => {
  const { id } = await trx
    .insertInto('authority')
    .values({ ...authority, statisticalNeighbours: [...statisticalNeighbours], regionId, createdAt: now })
    .returning('id')
    .executeTakeFirstOrThrow()
  if (codes.length === 0) return id
  await trx
    .insertInto('authorityCode')
    .values(
      codes.map(({ gssCode, from, until }) => ({
        regionId,
        authorityId: id,
        gssCode,
        validFrom: from,
        validUntil: until,
      })),
    )
    .execute()
  return id
}

/** The ids, of those given, that are authorities of the region. */
export const knownAuthorities = async (
  trx: Handle,
  regionId: string,
  ids: readonly string[],
): Promise<Set<string>> => {
  if (ids.length === 0) return new Set()
  const rows = await trx
    .selectFrom('authority')
    .select('id')
    .where('regionId', '=', regionId)
    .where('id', 'in', ids)
    .execute()
  return new Set(rows.map(({ id }) => id))
}

/** The authorities of the region that have, or had, each of these GSS codes. */
export const authoritiesByCode = async (
  trx: Handle,
  regionId: string,
  codes: readonly string[],
): Promise<Map<string, string>> => {
  if (codes.length === 0) return new Map()
  const rows = await trx
    .selectFrom('authorityCode')
    .select(['gssCode', 'authorityId'])
    .where('regionId', '=', regionId)
    .where('gssCode', 'in', codes)
    .execute()
  return new Map(rows.map(({ gssCode, authorityId }) => [gssCode, authorityId]))
}
