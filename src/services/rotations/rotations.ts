import { type PageRequest, pageOf } from '../../db/page.ts'
import {
  findRotation,
  insertRotation,
  rotationOf,
  type StoredRotation,
  selectRotations,
} from '../../db/rotations.ts'
import { stopSolve } from '../../db/solves.ts'
import { mayChangeProgramme } from '../../domain/access/operations.ts'
import { type Fault, failure, type Result, success } from '../../domain/failures.ts'
import { problemOfRotation, type RotationRequest } from '../../domain/planning/rotation-request.ts'
import { notBegun } from '../../domain/planning/rotation-state.ts'
import { type AuthorityRef, resolveAuthorities } from '../people/authorities.ts'
import { consultantsOwn } from '../plans/access.ts'
import { checkRoom } from '../plans/plans.ts'
import { allow, notFound, reading, regionOf, type Work, writing } from '../use-case.ts'
import { loadRotationFacts } from './facts.ts'
import { loadFirstRound } from './first-year.ts'
import { type RotationView, viewRotations } from './views.ts'

/** A request as it was sent: authorities by id or code. */
export interface RotationOrder extends Pick<RotationRequest, 'years' | 'since' | 'before' | 'firstYear'> {
  readonly participants: readonly AuthorityRef[] | null
  readonly bans: readonly { readonly authorities: readonly AuthorityRef[]; readonly because: string }[]
  readonly pins: readonly { readonly authorities: readonly AuthorityRef[]; readonly year: number }[]
  readonly seed: number
  readonly seconds: number
}

const plansYears = (work: Work): boolean => mayChangeProgramme(work.actor, regionOf(work).id)

const allowYears = async (work: Work): Promise<Result<null>> =>
  allow(plansYears(work), 'Only a programme consultant plans the years ahead.')

const find = consultantsOwn(findRotation, findRotation)

const rotationToRead = (work: Work, { id }: { readonly id: string }) => find(work, id)

const viewOne = async (work: Work, rotation: StoredRotation | null): Promise<Result<RotationView>> => {
  const [view] = rotation ? await viewRotations(work, [rotation]) : []
  return view ? success(view) : notFound()
}

/** The consultant asks for the years ahead; they are planned when there is room for it, and change nothing. */
export const createRotation = writing<RotationOrder, null, RotationView>({
  authorise: allowYears,
  run: async (work, order) => {
    const room = await checkRoom(work)
    if (!room.ok) return room
    const request = await resolved(work, order)
    if (!request.ok) return request
    const found = await loadRotationFacts(work, request.value)
    if (!found.ok) return found
    const { facts, history } = found.value
    const problem = problemOfRotation(facts, request.value)
    if (!problem.ok) return problem
    const { firstYear } = request.value
    const first = firstYear === null ? success(null) : await loadFirstRound(work, firstYear, facts.seats)
    if (!first.ok) return first
    const { seed, seconds } = order
    const id = await insertRotation(
      work.trx,
      {
        regionId: regionOf(work).id,
        request: request.value,
        problem: problem.value,
        seats: facts.seats,
        history,
        seed,
        seconds,
        createdBy: work.actor.personId,
      },
      work.now,
    )
    work.record('rotation', id, { ...request.value, seed, seconds })
    return viewOne(work, await findRotation(work.trx, id))
  },
})

/** A request with its authorities by their ids; all that it names and the region has not is reported at once. */
const resolved = async (
  work: Work,
  { participants, years, since, before, firstYear, bans, pins }: RotationOrder,
): Promise<Result<RotationRequest>> => {
  const faults: Fault[] = []
  const idsOf = async (refs: readonly AuthorityRef[], pointer: string): Promise<string[]> => {
    const ids = await resolveAuthorities(work, refs, pointer)
    if (!ids.ok) faults.push(...(ids.failure.faults ?? []))
    return ids.ok ? ids.value : []
  }
  const participantIds = participants && (await idsOf(participants, '/participants'))
  const apart: RotationRequest['bans'][number][] = []
  for (const [at, { authorities, because }] of bans.entries())
    apart.push({ authorityIds: await idsOf(authorities, `/bans/${at}/authorities`), because })
  const together: RotationRequest['pins'][number][] = []
  for (const [at, { authorities, year }] of pins.entries())
    together.push({ authorityIds: await idsOf(authorities, `/pins/${at}/authorities`), year })
  if (since !== null && before !== null && before <= since)
    faults.push({
      pointer: '/before',
      detail: 'Rounds that count must begin after `since` and before `before`.',
    })
  if (faults.length > 0)
    return failure('invalid-request', [...new Set(faults.map(({ detail }) => detail))].join(' '), faults)
  return success({ participantIds, years, since, before, firstYear, bans: apart, pins: together })
}

/** The region's rotations, oldest first, for its consultant. */
export const listRotations = reading({
  authorise: allowYears,
  run: async (work, input: PageRequest) => {
    const { id: regionId } = regionOf(work)
    const page = await pageOf(
      selectRotations(work.trx).where('rotation.regionId', '=', regionId),
      { column: 'rotation.createdAt', type: 'timestamptz', idColumn: 'rotation.id' },
      input,
    )
    if (!page.ok) return page
    work.record('region', regionId, { rotations: page.value.items.length })
    return success({ ...page.value, items: await viewRotations(work, page.value.items.map(rotationOf)) })
  },
})

/** One rotation with all that came of it. */
export const readRotation = reading<{ readonly id: string }, StoredRotation, RotationView>({
  authorise: rotationToRead,
  run: async (work, { id }, rotation) => {
    work.record('rotation', id)
    return viewOne(work, rotation)
  },
})

/** The consultant stops a rotation: it ends with the years that it has. One that has ended does not mind. */
export const stopRotation = writing<{ readonly id: string }, StoredRotation, RotationView>({
  authorise: rotationToRead,
  run: async (work, { id }, { solve, problem }) => {
    await stopSolve(work.trx, solve.id, notBegun(problem), work.now)
    work.record('rotation', id, { stop: true })
    return viewOne(work, await findRotation(work.trx, id))
  },
})
