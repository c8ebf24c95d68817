import {
  type AuthorityRecord,
  authoritiesByCode,
  insertAuthority,
  knownAuthorities,
  loadAuthorities,
  type NewAuthority,
  selectAuthorities,
  updateAuthority,
} from '../../db/authorities.ts'
import { type PageRequest, pageOf } from '../../db/page.ts'
import { isConsultant, maySeeProgramme } from '../../domain/access/operations.ts'
import { changeCodes, checkCodes, type DatedCode } from '../../domain/authorities/codes.ts'
import { type Fault, failure, type Result, success } from '../../domain/failures.ts'
import { localDate } from '../../domain/intervals.ts'
import { allow, notFound, reading, regionOf, type Work, writing } from '../use-case.ts'

export type Authority = Awaited<ReturnType<ReturnType<typeof authoritiesOf>['executeTakeFirstOrThrow']>>

const authoritiesOf = (work: Work) => {
  const region = regionOf(work)
  return selectAuthorities(work.trx, localDate(work.now, region.timezone)).where(
    'authority.regionId',
    '=',
    region.id,
  )
}

/** Adds an authority to the region and gives its id. */
export const addAuthority = async (work: Work, authority: NewAuthority): Promise<Result<string>> => {
  const dated = checkCodes(authority.codes)
  return dated.ok ? success(await insertAuthority(work.trx, regionOf(work).id, authority, work.now)) : dated
}

/** Gives an authority other codes, as far as codes change, and other statistical neighbours. */
export const amendAuthority = async (
  work: Work,
  before: AuthorityRecord,
  after: Pick<NewAuthority, 'codes' | 'statisticalNeighbours'>,
): Promise<Result<string>> => {
  const dated = checkCodes(after.codes)
  if (!dated.ok) return dated
  const changes = changeCodes(before.codes, after.codes)
  if (!changes.ok) return changes
  await updateAuthority(work.trx, regionOf(work).id, before.id, changes.value, after.statisticalNeighbours)
  return success(before.id)
}

/** The consultant adds an authority to the region. */
export const createAuthority = writing<NewAuthority, null, Authority>({
  authorise: async ({ actor }) => allow(isConsultant(actor), 'Only a programme consultant adds authorities.'),
  run: async (work, input) => {
    const added = await addAuthority(work, input)
    if (!added.ok) return added
    work.record('authority', added.value)
    return success(
      await authoritiesOf(work).where('authority.id', '=', added.value).executeTakeFirstOrThrow(),
    )
  },
})

/** A change of what is given: codes as the whole list, those known and new ones. */
export interface AuthorityChange {
  readonly id: string
  readonly codes?: readonly DatedCode[] | undefined
  readonly statisticalNeighbours?: readonly string[] | undefined
}

/** The consultant gives an authority the codes that were issued to it, or other statistical neighbours. */
export const changeAuthority = writing<AuthorityChange, Authority, Authority>({
  authorise: async (work, { id }) => {
    const authority = await findAuthority(work, id)
    const allowed = allow(isConsultant(work.actor), 'Only a programme consultant changes authorities.')
    return authority.ok && !allowed.ok ? allowed : authority
  },
  run: async (work, { id, codes, statisticalNeighbours }, authority) => {
    const same = work.unchanged(authority)
    if (!same.ok) return same
    const before = (await loadAuthorities(work.trx, regionOf(work).id)).find((each) => each.id === id)
    if (before === undefined) return notFound()
    const amended = await amendAuthority(work, before, {
      codes: codes ?? before.codes,
      statisticalNeighbours: statisticalNeighbours ?? before.statisticalNeighbours,
    })
    if (!amended.ok) return amended
    work.record('authority', id, { codes, statisticalNeighbours })
    return findAuthority(work, id)
  },
})

/** The authority of the region with this id, for everybody who holds an appointment in it. */
export const findAuthority = async (work: Work, id: string): Promise<Result<Authority>> => {
  if (!maySeeProgramme(work.actor, regionOf(work).id)) return notFound()
  const authority = await authoritiesOf(work).where('authority.id', '=', id).executeTakeFirst()
  return authority ? success(authority) : notFound()
}

/** The region's authorities, for everybody who holds an appointment in it. */
export const listAuthorities = reading({
  authorise: async (work) =>
    allow(maySeeProgramme(work.actor, regionOf(work).id), 'You hold no office here now.'),
  run: (work, page: PageRequest) =>
    pageOf(authoritiesOf(work), { column: 'authority.name', type: 'text', idColumn: 'authority.id' }, page),
})

/** One authority of the region. */
export const readAuthority = reading<{ id: string }, Authority, Authority>({
  authorise: (work, { id }) => findAuthority(work, id),
  run: async (_work, _input, authority) => success(authority),
})

/** An authority named in a request: by our id or by its GSS code. */
export type AuthorityRef = { readonly authorityId: string } | { readonly gssCode: string }

/** Finds the id of each authority named in a request; undefined for one that the region does not have. */
export const lookUpAuthorities = async (
  work: Work,
  refs: readonly AuthorityRef[],
): Promise<(ref: AuthorityRef) => string | undefined> => {
  const region = regionOf(work)
  const byCode = await authoritiesByCode(
    work.trx,
    region.id,
    refs.flatMap((ref) => ('gssCode' in ref ? [ref.gssCode] : [])),
  )
  const known = await knownAuthorities(
    work.trx,
    region.id,
    refs.flatMap((ref) => ('authorityId' in ref ? [ref.authorityId] : [])),
  )
  return (ref) =>
    'gssCode' in ref ? byCode.get(ref.gssCode) : known.has(ref.authorityId) ? ref.authorityId : undefined
}

/** What a request calls an authority. */
export const namedInRequest = (ref: AuthorityRef): string =>
  'gssCode' in ref ? ref.gssCode : ref.authorityId

/**
 * The ids of some authorities looked up, in their order; `at` says where in the request each stands. Each that the
 * region does not have is a fault there; so is one named twice.
 */
export const resolveKnown = (
  work: Work,
  idOf: (ref: AuthorityRef) => string | undefined,
  refs: readonly AuthorityRef[],
  at: (index: number) => string,
): Result<string[]> => {
  const seen = new Set<string>()
  const faults: Fault[] = []
  for (const [index, ref] of refs.entries()) {
    const named = namedInRequest(ref)
    const id = idOf(ref)
    if (id === undefined) {
      faults.push({ pointer: at(index), detail: `${regionOf(work).name} has no authority ${named}.` })
    } else if (seen.has(id)) {
      faults.push({ pointer: at(index), detail: `${named} is named twice.` })
    } else {
      seen.add(id)
    }
  }
  if (faults.length === 0) return success([...seen])
  return failure('invalid-request', faults.map(({ detail }) => detail).join(' '), faults)
}

/** The ids of authorities named in a request, in its order; faults stand at `${pointer}/${index}`. */
export const resolveAuthorities = async (
  work: Work,
  refs: readonly AuthorityRef[],
  pointer: string,
): Promise<Result<string[]>> =>
  resolveKnown(work, await lookUpAuthorities(work, refs), refs, (index) => `${pointer}/${index}`)
