import { daysInWords, listInWords } from '../words.ts'
import type { Clash, ClashRule } from './clash.ts'

/** A clash as somebody is shown it: of an inspection, others than its authority learn only "unavailable". */
export type SeenClash = Omit<Clash, 'rule' | 'basis'> & { readonly rule: ClashRule | 'unavailable' }

/** Who looks at clashes. */
export interface ClashViewer {
  readonly personId: string
  readonly consultant: boolean
  /** The authorities through whose office they look. */
  readonly authorityIds: readonly string[]
}

/**
 * The clash as a viewer may see it. Who is being inspected is for that authority's office and the consultant to
 * know; everybody else is told that it is unavailable, in words that an ordinary absence would get, without the
 * calendar, the entry or the waiver's reason. A personal calendar's clash never tells more than that somebody is
 * busy; which calendar and which entry is for its owner and the consultant. What an office answered to a poll is
 * about an authority and nobody's personal calendar: everybody sees that clash.
 */
export const asSeenBy = (
  { basis: _, ...clash }: Clash,
  viewer: ClashViewer,
  authorityNames: Readonly<Record<string, string>>,
): SeenClash => {
  if (viewer.consultant) return clash
  if (clash.rule === 'personal-busy' && clash.personIds.length > 0) {
    return clash.personIds.includes(viewer.personId) ? clash : { ...clash, ...WITHOUT_SOURCE }
  }
  const own = clash.authorityIds.every((id) => viewer.authorityIds.includes(id))
  if (clash.rule !== 'inspection-on-site' || own) return clash
  const who = listInWords(clash.authorityIds.map((id) => authorityNames[id] ?? id).toSorted())
  return {
    ...clash,
    ...WITHOUT_SOURCE,
    rule: 'unavailable',
    message: `Unavailable: ${who} on ${daysInWords({ first: clash.from, last: clash.to })}.`,
    waived: clash.waived === null ? null : 'accepted',
  }
}

const WITHOUT_SOURCE = {
  calendarId: null,
  calendarName: null,
  commitmentId: null,
  commitmentTitle: null,
  checkedAt: null,
}
