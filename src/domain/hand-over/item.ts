import type { LocalDate } from '../intervals.ts'

/** What a new consultant finds open. */
export const HAND_OVER_KINDS = [
  'assignment-unanswered',
  'attendance-awaited',
  'comments-outstanding',
  'contact-unconfirmed',
  'event-clash',
  'event-not-confirmed',
  'event-not-recorded',
  'event-without-date',
  'invitation-expired',
  'invitation-waiting',
  'paper-without-moderator',
  'participant-ended',
  'participant-without-challenger',
  'participant-without-triad',
  'round-in-planning',
  'round-past-deadline',
  'round-without-release',
  'self-assessment-awaited',
  'vacant-seat',
] as const

export type HandOverKind = (typeof HAND_OVER_KINDS)[number]

/** Whoever has the next step. */
export interface WaitsOn {
  readonly who: 'consultant' | 'office' | 'moderator' | 'person'
  readonly authorityId?: string
  readonly personId?: string
  readonly name: string
}

/** One thing that is open, and whom it waits on. */
export interface HandOverItem {
  readonly kind: HandOverKind
  readonly sentence: string
  readonly waitsOn: WaitsOn
  /** The last local day on which it is in time; null where it has none. */
  readonly due: LocalDate | null
  readonly overdue: boolean
  /** The path of the record. */
  readonly link: string
}

/** A person or an authority as sentences name it. */
export interface Named {
  readonly id: string
  readonly name: string
}

/** An item on a local day: it is overdue once its due day is over. */
export const item = (
  today: LocalDate,
  { kind, sentence, waitsOn, due, link }: Omit<HandOverItem, 'overdue'>,
): HandOverItem => ({ kind, sentence, waitsOn, due, overdue: due !== null && due < today, link })

export const CONSULTANT: WaitsOn = { who: 'consultant', name: 'Programme consultant' }

/** What waits on an authority's office. */
export const officeOf = ({ id, name }: Named): WaitsOn => ({ who: 'office', authorityId: id, name })
