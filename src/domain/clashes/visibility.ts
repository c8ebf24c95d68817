import { daysInWords, listInWords } from '../words.ts'
import type { Clash, ClashRule } from './clash.ts'

/** A clash as somebody is shown it: of an inspection, others than its authority learn only "unavailable". */
export type SeenClash = Omit<Clash, 'rule'> & { readonly rule: ClashRule | 'unavailable' }

/** Who looks at clashes. */
export interface ClashViewer {
  readonly consultant: boolean
  /** The authorities through whose office they look. */
  readonly authorityIds: readonly string[]
}

/**
 * The clash as a viewer may see it. Who is being inspected is for that authority's office and the consultant to
 * know; everybody else is told that it is unavailable, in words that an ordinary absence would get, without the
 * calendar, the entry or the waiver's reason. Personal calendars need no such care: their clashes never tell more.
 */
export const asSeenBy = (
  clash: Clash,
  viewer: ClashViewer,
  authorityNames: Readonly<Record<string, string>>,
): SeenClash => {
  const own = clash.authorityIds.every((id) => viewer.authorityIds.includes(id))
  if (clash.rule !== 'inspection-on-site' || viewer.consultant || own) return clash
  const who = listInWords(clash.authorityIds.map((id) => authorityNames[id] ?? id).toSorted())
  return {
    ...clash,
    rule: 'unavailable',
    message: `Unavailable: ${who} on ${daysInWords({ first: clash.from, last: clash.to })}.`,
    calendarId: null,
    calendarName: null,
    commitmentId: null,
    commitmentTitle: null,
    checkedAt: null,
    waived: clash.waived === null ? null : 'accepted',
  }
}
