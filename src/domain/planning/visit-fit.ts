import type { LocalDate } from '../intervals.ts'

/** A visit that people expect, as far as its place after its triad's meeting goes. */
export interface StandingVisit {
  readonly title: string
  readonly hostAuthorityId: string | null
  readonly triadId: string | null
  /** Its first local day. */
  readonly date: LocalDate
}

/** A triad with the day of its meeting; null where it has none. */
export interface MetTriad {
  readonly id: string
  readonly authorityIds: readonly string[]
  readonly meetingOn: LocalDate | null
}

/** The visits whose host is not of their triad, or that are not on a later day than its meeting. */
export const misplacedVisits = <Visit extends StandingVisit>(
  visits: readonly Visit[],
  triads: readonly MetTriad[],
): Visit[] =>
  visits.filter(({ hostAuthorityId, triadId, date }) => {
    const triad = triads.find(({ id }) => id === triadId)
    if (triad === undefined || hostAuthorityId === null) return false
    const { authorityIds, meetingOn } = triad
    return !authorityIds.includes(hostAuthorityId) || (meetingOn !== null && date <= meetingOn)
  })
