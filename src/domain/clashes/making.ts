import { sharedDays } from '../intervals.ts'
import type { Clash, ClashRule, Severity } from './clash.ts'
import type { ClashFacts } from './facts.ts'

/** What a rule must say of its clash; the rest is about the event under test, or nothing. */
type Particulars = Partial<Clash> & { readonly message: string }

/** A clash of the event under test, on all of its days and about no calendar unless the particulars say so. */
export const clashOf = (
  { event }: ClashFacts,
  rule: ClashRule,
  severity: Severity,
  particulars: Particulars,
): Clash => ({
  rule,
  eventId: event.id,
  severity,
  feeds: null,
  from: event.days.first,
  to: event.days.last,
  calendarId: null,
  calendarName: null,
  commitmentId: null,
  commitmentTitle: null,
  otherEventId: null,
  authorityIds: [],
  personIds: [],
  checkedAt: null,
  waived: null,
  basis: particulars.message,
  ...particulars,
})

/** What messages call authorities, in the order of their names. */
export const authorityNames = ({ names }: ClashFacts, ids: readonly string[]): string[] =>
  ids.map((id) => names.authorities[id] ?? id).toSorted()

/** What messages call people: their offices, in order. */
export const officesOf = ({ names }: ClashFacts, ids: readonly string[]): string[] =>
  ids.map((id) => names.offices[id] ?? id).toSorted()

/** Distinct ids in a stable order, so that a clash does not depend on the order of the facts. */
export const inOrder = (ids: readonly string[]): string[] => [...new Set(ids)].toSorted()

/** The first and last of the event's days that something else also takes. */
export const daysMet = (
  { event }: ClashFacts,
  other: ClashFacts['event']['days'],
): { from: string; to: string } => {
  const { first, last } = sharedDays(event.days, other) ?? event.days
  return { from: first, to: last }
}
