import { sql } from 'kysely'
import type { CodeChanges, DatedCode } from '../domain/authorities/codes.ts'
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
  await insertCodes(trx, regionId, id, codes)
  return id
}

/** Makes whoever else locks this authority wait until the transaction ends. */
export const lockAuthority = async (trx: Handle, id: string): Promise<void> => {
  await trx.selectFrom('authority').select('id').where('id', '=', id).forUpdate().execute()
}

const insertCodes = async (
  trx: Handle,
  regionId: string,
  authorityId: string,
  codes: readonly DatedCode[],
): Promise<void> => {
  if (codes.length === 0) return
  await trx
    .insertInto('authorityCode')
    .values(
      codes.map(({ gssCode, from, until }) => ({
        regionId,
        authorityId,
        gssCode,
        validFrom: from,
        validUntil: until,
      })),
    )
    .execute()
}

/** An authority with all its codes, past and future, in the order of their days. */
export interface AuthorityRecord extends NewAuthority {
  readonly id: string
}

/** The authorities of a region, by name. */
export const loadAuthorities = async (trx: Handle, regionId: string): Promise<AuthorityRecord[]> => {
  const authorities = await trx
    .selectFrom('authority')
    .select(['id', 'name', 'kind', 'officeTown', 'latitude', 'longitude', 'statisticalNeighbours'])
    .where('regionId', '=', regionId)
    .orderBy('name')
    .execute()
  const codes = await trx
    .selectFrom('authorityCode')
    .select(['authorityId', 'gssCode', 'validFrom as from', 'validUntil as until'])
    .where('regionId', '=', regionId)
    .orderBy('valid')
    .execute()
  const codesOf = Map.groupBy(codes, ({ authorityId }) => authorityId)
  return authorities.map((authority) => ({
    ...authority,
    codes: (codesOf.get(authority.id) ?? []).map(({ gssCode, from, until }) => ({ gssCode, from, until })),
  }))
}

/** Writes what changed of an authority's codes, and its statistical neighbours; its revision grows by one. */
export const updateAuthority = async (
  trx: Handle,
  regionId: string,
  id: string,
  { added, ended }: CodeChanges,
  statisticalNeighbours: readonly string[],
): Promise<void> => {
  await trx
    .updateTable('authority')
    .set((column) => ({
      statisticalNeighbours: [...statisticalNeighbours],
      revision: column('revision', '+', 1),
    }))
    .where('id', '=', id)
    .execute()
  for (const { gssCode, until } of ended) {
    await trx
      .updateTable('authorityCode')
      .set({ validUntil: until })
      .where('authorityId', '=', id)
      .where('gssCode', '=', gssCode)
      .execute()
  }
  await insertCodes(trx, regionId, id, added)
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
