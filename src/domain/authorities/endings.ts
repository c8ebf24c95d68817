import { type Appointment, isGeneral, type Role } from '../access/actor.ts'
import { failure, type Result, success } from '../failures.ts'
import { dayInWords } from '../words.ts'
import type { Ending } from './succession.ts'

/** What becomes of one appointment when an authority ends: it ends on that day, and may go on for the rest. */
export interface EndedAppointment {
  readonly appointment: Appointment
  /** Through whom it goes on from that day, to the end that it had; none where it is over. */
  readonly authorityIds: readonly string[]
}

/** Roles of an authority's own office, which goes with the authority; others only have their home there. */
const OF_THE_OFFICE: readonly Role[] = ['director', 'assistant', 'delegate', 'contributor']

/**
 * The appointments that end with an authority, among all of a region. An office ends with its authority, and its
 * successors appoint their own; somebody who also serves another authority goes on there. Whoever has their home
 * there (a moderator) is at home with all of the successors from then on, until somebody says with which, and who
 * stands in at one event does so for them. An
 * appointment that would only begin after the end is refused at `/on`.
 */
export const appointmentsEndedBy = (
  { predecessorId, on, successorIds }: Ending,
  appointments: readonly Appointment[],
): Result<EndedAppointment[]> => {
  const concerned = appointments.filter(
    ({ authorityIds, until }) => authorityIds.includes(predecessorId) && (until === null || until > on),
  )
  const late = concerned.find(({ from }) => from >= on)
  if (late !== undefined) {
    const detail = `Somebody is appointed ${late.role} there only from ${dayInWords(late.from)}: end or move that first.`
    return failure('invalid-request', detail, [{ pointer: '/on', detail }])
  }
  return success(
    concerned.map((appointment) => {
      const others = appointment.authorityIds.filter((id) => id !== predecessorId)
      const ofOffice = OF_THE_OFFICE.includes(appointment.role) && isGeneral(appointment)
      const homes = ofOffice ? [] : successorIds
      return { appointment, authorityIds: [...new Set([...others, ...homes])] }
    }),
  )
}
