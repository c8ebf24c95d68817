import { loadAppointmentsInRoles } from '../../db/people.ts'
import { type Appointment, isGeneral, type Role, validOn } from '../../domain/access/actor.ts'
import type { EventPerson } from '../../domain/clashes/facts.ts'
import { type Fault, failure, type Result, success } from '../../domain/failures.ts'
import type { LocalDate } from '../../domain/intervals.ts'
import { knownPeople } from '../events/facilitators.ts'
import { regionOf, type Work } from '../use-case.ts'

/** The roles in which people sit in events, by which a commitment scoped to a role finds them. */
const SEATED = ['director', 'delegate', 'facilitator', 'moderator'] as const satisfies readonly Role[]

/**
 * People with no event yet, as they would be there on a day: once in each role that they hold on it, or as an attendee
 * who holds none. Each that the region does not have is a fault at `/personIds/0` and so on; so is one named twice.
 */
export const peopleNamed = async (
  work: Work,
  ids: readonly string[],
): Promise<Result<(day: LocalDate) => readonly EventPerson[]>> => {
  const known = await knownPeople(work, ids)
  const faults = ids.flatMap((id, index): Fault[] => {
    const pointer = `/personIds/${index}`
    if (!known.has(id)) return [{ pointer, detail: 'There is no such person here.' }]
    return ids.indexOf(id) < index ? [{ pointer, detail: 'This person is named twice.' }] : []
  })
  const [first] = faults
  if (first) return failure('invalid-request', first.detail, faults)
  const theirs = Map.groupBy(
    await loadAppointmentsInRoles(work.trx, regionOf(work).id, SEATED),
    ({ personId }) => personId,
  )
  return success((day) => ids.flatMap((personId) => asOn(personId, theirs.get(personId) ?? [], day)))
}

const asOn = (personId: string, held: readonly Appointment[], day: LocalDate): EventPerson[] => {
  const now = held.filter((each) => isGeneral(each) && validOn(each, day))
  const roles = SEATED.filter((role) => now.some((each) => each.role === role))
  return roles.length === 0 ? [{ personId, as: 'attendee' }] : roles.map((as) => ({ personId, as }))
}
