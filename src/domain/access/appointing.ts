import type { Appointment } from './actor.ts'

type Held = Omit<Appointment, 'id'>

/**
 * Whether two appointments cannot both stand, as the database has it: an authority has one director at a time, and
 * nobody holds one role of an office twice at once. Only to say which one is in the way.
 */
export const meetsAppointment = (a: Held, b: Held): boolean =>
  a.role === b.role &&
  (a.role === 'director' || (a.personId === b.personId && a.eventId === b.eventId)) &&
  a.authorityIds.some((id) => b.authorityIds.includes(id)) &&
  (a.until === null || b.from < a.until) &&
  (b.until === null || a.from < b.until)
