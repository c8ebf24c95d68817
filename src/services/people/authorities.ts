import {
  authoritiesByCode,
  insertAuthority,
  knownAuthorities,
  type NewAuthority,
  selectAuthorities,
} from '../../db/authorities.ts'
import { type PageRequest, pageOf } from '../../db/page.ts'
import { isConsultant, maySeeProgramme } from '../../domain/access/operations.ts'
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

/** The consultant adds an authority to the region. */
export const createAuthority = writing<NewAuthority, null, Authority>({
  authorise: async ({ actor }) => allow(isConsultant(actor), 'Only a programme consultant adds authorities.'),
  run: async (work, input) => {
    const id = await insertAuthority(work.trx, regionOf(work).id, input, work.now)
    work.record('authority', id)
    return success(await authoritiesOf(work).where('authority.id', '=', id).executeTakeFirstOrThrow())
  },
})

/** The region's authorities, for everybody who holds an appointment in it. */
export const listAuthorities = reading({
  authorise: async (work) =>
    allow(maySeeProgramme(work.actor, regionOf(work).id), 'You hold no office here now.'),
  run: (work, page: PageRequest) =>
    pageOf(authoritiesOf(work), { column: 'authority.name', type: 'text', idColumn: 'authority.id' }, page),
})

/** One authority of the region. */
export const readAuthority = reading<{ id: string }, Authority, Authority>({
  authorise: async (work, input) => {
    if (!maySeeProgramme(work.actor, regionOf(work).id)) return notFound()
    const authority = await authoritiesOf(work).where('authority.id', '=', input.id).executeTakeFirst()
    return authority ? success(authority) : notFound()
  },
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
