import type { LocalDate, WallTime } from '../intervals.ts'
import type { Cause } from './found.ts'
import type { SeenClash } from './visibility.ts'

/** The topic under which a confirmed event's new blocking clash is told to the consultant. */
export const CLASH_DETECTED = 'clash.detected'

/** A date that an event could take instead, as it would be entered. */
export interface Alternative {
  readonly date: LocalDate
  readonly days: number
  readonly startTime: WallTime | null
  readonly endTime: WallTime | null
  /** What would still stand against it, in sentences; none for a date that is free. */
  readonly against: readonly string[]
}

/** That a confirmed event has come to clash, why, and what could be done. */
export interface ClashDetected {
  readonly eventId: string
  readonly roundId: string
  readonly title: string
  readonly cause: Cause
  /** As the consultant sees them. */
  readonly clashes: readonly Pick<
    SeenClash,
    | 'rule'
    | 'severity'
    | 'message'
    | 'from'
    | 'to'
    | 'calendarId'
    | 'commitmentId'
    | 'authorityIds'
    | 'personIds'
  >[]
  /** The best first. */
  readonly alternatives: readonly Alternative[]
}
