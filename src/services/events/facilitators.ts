import { selectPeople } from '../../db/people.ts'
import { type Fault, failure, type Result, success } from '../../domain/failures.ts'
import { regionOf, type Work } from '../use-case.ts'

/** The people named as facilitators, if the region has each and none is named twice; at `/facilitatorIds/0` … */
export const checkFacilitators = async (work: Work, ids: readonly string[]): Promise<Result<null>> => {
  if (ids.length === 0) return success(null)
  const known = await selectPeople(work.trx)
    .where('regionId', '=', regionOf(work).id)
    .where('id', 'in', ids)
    .execute()
  const faults = ids.flatMap((id, index): Fault[] => {
    const pointer = `/facilitatorIds/${index}`
    if (!known.some((person) => person.id === id))
      return [{ pointer, detail: 'There is no such person here.' }]
    return ids.indexOf(id) < index ? [{ pointer, detail: 'This person is named twice.' }] : []
  })
  const [first] = faults
  return first ? failure('invalid-request', first.detail, faults) : success(null)
}
