import { loadNames } from '../../db/names.ts'
import { type PageRequest, pageOf } from '../../db/page.ts'
import {
  insertProvider,
  loadProviders,
  lockProvider,
  selectProviders,
  updateProvider,
} from '../../db/providers.ts'
import { isConsultant, maySeeProgramme } from '../../domain/access/operations.ts'
import { checkProvisions, type Provider, type Provision } from '../../domain/authorities/providers.ts'
import { type Result, success } from '../../domain/failures.ts'
import { allow, notFound, reading, regionOf, type Work, writing } from '../use-case.ts'
import { type AuthorityRef, resolveAuthorities } from './authorities.ts'

/** A provider with the names of those for whom it provides. */
export interface ProviderView extends Pick<Provider, 'id' | 'name'> {
  readonly authorities: readonly (Omit<Provision, 'authorityId'> & {
    readonly authority: { readonly id: string; readonly name: string }
  })[]
}

/** Those for whom a provider provides, as they are sent. */
export type SentProvisions = readonly (Omit<Provision, 'authorityId'> & {
  readonly authority: AuthorityRef
})[]

const mayRead = (work: Work): Result<null> =>
  allow(maySeeProgramme(work.actor, regionOf(work).id), 'You hold no office here now.')

const mayWrite = (work: Work): Result<null> =>
  allow(isConsultant(work.actor), 'Only a programme consultant says who provides services for whom.')

const viewProviders = async (work: Work, providers: readonly Provider[]): Promise<ProviderView[]> => {
  const { authorities } = await loadNames(work.trx, regionOf(work).id)
  return providers.map(({ id, name, provides }) => ({
    id,
    name,
    authorities: provides
      .map(({ authorityId, ...days }) => ({
        authority: { id: authorityId, name: authorities[authorityId] ?? '' },
        ...days,
      }))
      .toSorted((a, b) => (a.authority.name < b.authority.name ? -1 : 1)),
  }))
}

const findProvider = async (work: Work, id: string): Promise<Result<ProviderView>> => {
  const allowed = mayRead(work)
  if (!allowed.ok) return allowed
  const all = await loadProviders(work.trx, regionOf(work).id)
  const [view] = await viewProviders(
    work,
    all.filter((each) => each.id === id),
  )
  return view ? success(view) : notFound()
}

/** The region's providers, by name. */
export const listProviders = reading({
  authorise: async (work) => mayRead(work),
  run: async (work, input: PageRequest) => {
    const regionId = regionOf(work).id
    const page = await pageOf(
      selectProviders(work.trx, regionId),
      { column: 'name', type: 'text', idColumn: 'id' },
      input,
    )
    if (!page.ok) return page
    const all = await loadProviders(work.trx, regionId)
    const wanted = page.value.items.flatMap(({ id }) => all.filter((each) => each.id === id))
    return success({ ...page.value, items: await viewProviders(work, wanted) })
  },
})

/** One provider with those for whom it provides. */
export const readProvider = reading<{ id: string }, ProviderView, ProviderView>({
  authorise: (work, { id }) => findProvider(work, id),
  run: async (_work, _input, view) => success(view),
})

const provisionsOf = async (work: Work, sent: SentProvisions): Promise<Result<Provision[]>> => {
  const refs = sent.map(({ authority }) => authority)
  const ids = await resolveAuthorities(work, refs, '/authorities')
  if (!ids.ok) return ids
  const provides = sent.map(({ from, until }, index) => ({
    authorityId: ids.value[index] ?? '',
    from,
    until,
  }))
  const sound = checkProvisions(provides)
  return sound.ok ? success(provides) : sound
}

/** The consultant says who provides services for which authorities. */
export const createProvider = writing<
  { readonly name: string; readonly authorities: SentProvisions },
  null,
  ProviderView
>({
  authorise: async (work) => mayWrite(work),
  run: async (work, { name, authorities }) => {
    const provides = await provisionsOf(work, authorities)
    if (!provides.ok) return provides
    const id = await insertProvider(work.trx, regionOf(work).id, { name, provides: provides.value }, work.now)
    work.record('provider', id, { name, provides: provides.value })
    return findProvider(work, id)
  },
})

/** The consultant gives a provider another name, or says anew for whom it provides. */
export const changeProvider = writing<
  {
    readonly id: string
    readonly name?: string | undefined
    readonly authorities?: SentProvisions | undefined
  },
  ProviderView,
  ProviderView
>({
  authorise: async (work, { id }) => {
    const view = await findProvider(work, id)
    if (!view.ok) return view
    const allowed = mayWrite(work)
    return allowed.ok ? view : allowed
  },
  run: async (work, { id, name, authorities }) => {
    await lockProvider(work.trx, id)
    const now = await findProvider(work, id)
    if (!now.ok) return now
    const same = work.unchanged(now.value)
    if (!same.ok) return same
    const before = now.value.authorities.map(({ authority, ...days }) => ({
      authorityId: authority.id,
      ...days,
    }))
    const provides = authorities ? await provisionsOf(work, authorities) : success(before)
    if (!provides.ok) return provides
    const after = { id, name: name ?? now.value.name, provides: provides.value }
    await updateProvider(work.trx, regionOf(work).id, after)
    work.record('provider', id, { name: after.name, provides: after.provides })
    return findProvider(work, id)
  },
})
