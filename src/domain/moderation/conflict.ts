import type { LocalDate } from '../intervals.ts'

/** What kind of interest stands between a person and an authority. */
export type ConflictType = 'family' | 'former-post' | 'commercial' | 'prior-involvement' | 'other'

/** Who said so: the person, the authority's office, or the programme consultant. */
export type ConflictSource = 'person' | 'authority' | 'consultant'

/** A recorded reason why a person may not see an authority's papers, by local days, half-open. */
export interface StoredConflict {
  readonly id: string
  readonly personId: string
  readonly authorityId: string
  readonly type: ConflictType
  readonly source: ConflictSource
  /** In the words of whoever recorded it. */
  readonly reason: string
  readonly from: LocalDate
  readonly until: LocalDate | null
}

/** Whether a conflict stands on a local day of its region. */
export const standsOn = (conflict: StoredConflict, date: LocalDate): boolean =>
  conflict.from <= date && (conflict.until === null || date < conflict.until)
