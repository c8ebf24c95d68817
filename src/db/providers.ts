import type { Provider } from '../domain/authorities/providers.ts'
import type { Handle } from './database.ts'

/** The region's providers as rows; `loadProvisions` has for whom they provide. */
export const selectProviders = (trx: Handle, regionId: string) =>
  trx.selectFrom('provider').select(['id', 'name']).where('regionId', '=', regionId)

/** The region's providers with those for whom they provide, in the order of their names. */
export const loadProviders = async (trx: Handle, regionId: string): Promise<Provider[]> => {
  const providers = await selectProviders(trx, regionId).orderBy('name').execute()
  const rows = await trx
    .selectFrom('providerAuthority')
    .select(['providerId', 'authorityId', 'validFrom as from', 'validUntil as until'])
    .where('regionId', '=', regionId)
    .orderBy('authorityId')
    .execute()
  const provisions = Map.groupBy(rows, ({ providerId }) => providerId)
  return providers.map(({ id, name }) => ({
    id,
    name,
    provides: (provisions.get(id) ?? []).map(({ providerId: _, ...provision }) => provision),
  }))
}

/** One provider of the region, kept from changing until the transaction ends. */
export const lockProvider = async (trx: Handle, id: string): Promise<void> => {
  await trx.selectFrom('provider').select('id').where('id', '=', id).forUpdate().execute()
}

export const insertProvider = async (
  trx: Handle,
  regionId: string,
  { name, provides }: Omit<Provider, 'id'>,
  now: Date,
): Promise<string> => {
  const { id } = await trx
    .insertInto('provider')
    .values({ regionId, name, createdAt: now })
    .returning('id')
    .executeTakeFirstOrThrow()
  await provideFor(trx, regionId, id, provides)
  return id
}

/** Gives a provider this name, and these for whom it provides in place of those before. */
export const updateProvider = async (
  trx: Handle,
  regionId: string,
  { id, name, provides }: Provider,
): Promise<void> => {
  await trx.updateTable('provider').set({ name }).where('id', '=', id).execute()
  await trx.deleteFrom('providerAuthority').where('providerId', '=', id).execute()
  await provideFor(trx, regionId, id, provides)
}

const provideFor = async (
  trx: Handle,
  regionId: string,
  providerId: string,
  provides: Provider['provides'],
): Promise<void> => {
  if (provides.length === 0) return
  await trx
    .insertInto('providerAuthority')
    .values(
      provides.map(({ authorityId, from, until }) => ({
        regionId,
        providerId,
        authorityId,
        validFrom: from,
        validUntil: until,
      })),
    )
    .execute()
}
