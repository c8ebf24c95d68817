import type { LocalDate } from '../intervals.ts'

/** What a person can be appointed to do. */
export const ROLES = [
  'director',
  'assistant',
  'delegate',
  'contributor',
  'moderator',
  'facilitator',
  'consultant',
  'observer',
] as const

export type Role = (typeof ROLES)[number]

/** A dated role held through an office, by local days of the region: `from` belongs to it, `until` does not. */
export interface Appointment {
  readonly id: string
  readonly personId: string
  readonly role: Role
  /**
   * The authorities through whose office it is held; for a moderator the home authority, which they may not
   * moderate. Empty for a role held of the region itself.
   */
  readonly authorityIds: readonly string[]
  readonly from: LocalDate
  readonly until: LocalDate | null
  /** The one event that a delegate was named for; null where the role is held for everything. */
  readonly eventId: string | null
}

/** Who is asking, and with what rights at this instant. */
export interface Actor {
  readonly personId: string
  /** The one region that the person belongs to; null for an operator who belongs to none. */
  readonly regionId: string | null
  readonly operator: boolean
  /** Only those valid now: a right ends with its post. */
  readonly appointments: readonly Appointment[]
  readonly now: Date
}

/** Whether a role is held for everything that comes with it, and not only for one event. */
export const isGeneral = ({ eventId }: Pick<Appointment, 'eventId'>): boolean => eventId === null

/** Whether an appointment is held on a local day of its region. */
export const validOn = (appointment: Pick<Appointment, 'from' | 'until'>, date: LocalDate): boolean =>
  appointment.from <= date && (appointment.until === null || date < appointment.until)
