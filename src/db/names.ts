import { sql } from 'kysely'
import type { Handle } from './database.ts'
import { type Lookup, lookUpOne, lookup } from './lookups.ts'

/** What authorities and people of a region are called, by their ids; people by their offices. */
export interface Names {
  readonly authorities: Readonly<Record<string, string>>
  readonly offices: Readonly<Record<string, string>>
}

const selectNames = (trx: Handle, { regionId }: { readonly regionId: string }) =>
  trx
    .selectFrom('authority')
    .select(['id', 'name', sql<boolean>`true`.as('isAuthority')])
    .where('regionId', '=', regionId)
    .unionAll(
      trx
        .selectFrom('person')
        .select(['id', 'name', sql<boolean>`false`.as('isAuthority')])
        .where('regionId', '=', regionId),
    )

/** The names of a region. */
export const namesIn = (regionId: string): Lookup<Names> =>
  lookup(selectNames, { regionId }, (rows) => {
    const authorities: Record<string, string> = {}
    const offices: Record<string, string> = {}
    for (const { id, name, isAuthority } of rows) (isAuthority ? authorities : offices)[id] = name
    return { authorities, offices }
  })

/** `namesIn` by itself. */
export const loadNames = (trx: Handle, regionId: string): Promise<Names> => lookUpOne(trx, namesIn(regionId))
