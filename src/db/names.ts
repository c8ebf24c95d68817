import type { Handle } from './database.ts'

/** What authorities and people of a region are called, by their ids; people by their offices. */
export interface Names {
  readonly authorities: Readonly<Record<string, string>>
  readonly offices: Readonly<Record<string, string>>
}

export const loadNames = async (trx: Handle, regionId: string): Promise<Names> => {
  const authorities = await trx
    .selectFrom('authority')
    .select(['id', 'name'])
    .where('regionId', '=', regionId)
    .execute()
  const people = await trx
    .selectFrom('person')
    .select(['id', 'name'])
    .where('regionId', '=', regionId)
    .execute()
  const byId = (rows: readonly { readonly id: string; readonly name: string }[]) =>
    Object.fromEntries(rows.map(({ id, name }) => [id, name]))
  return { authorities: byId(authorities), offices: byId(people) }
}
