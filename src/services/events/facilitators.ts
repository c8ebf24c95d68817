import { selectPeople } from '../../db/people.ts'
import { type Fault, failure, type Result, success } from '../../domain/failures.ts'
import { regionOf, type Work } from '../use-case.ts'

/** The ids, of those given, that are people of the region. */
export const knownPeople = async (work: Work, ids: readonly string[]): Promise<Set<string>> => {
  if (ids.length === 0) return new Set()
  const people = await selectPeople(work.trx)
    .where('regionId', '=', regionOf(work).id)
    .where('id', 'in', ids)
    .execute()
  return new Set(people.map(({ id }) => id))
}

/** The people named as facilitators, if the region has each and none is named twice; at `/facilitatorIds/0` … */
export const checkFacilitators = async (work: Work, ids: readonly string[]): Promise<Result<null>> => {
  const known = await knownPeople(work, ids)
  const faults = ids.flatMap((id, index): Fault[] => {
    const pointer = `/facilitatorIds/${index}`
    if (!known.has(id)) return [{ pointer, detail: 'There is no such person here.' }]
    return ids.indexOf(id) < index ? [{ pointer, detail: 'This person is named twice.' }] : []
  })
  const [first] = faults
  return first ? failure('invalid-request', first.detail, faults) : success(null)
}
