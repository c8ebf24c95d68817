import type { Clash } from '../clashes/clash.ts'
import { countOf, listInWords } from '../words.ts'
import type { PlanClash } from './problem.ts'

/** What the rules of clashes find against one seat's meeting on one slot. */
export interface Standing {
  readonly seatId: string
  readonly slotId: string
  /** A clash that a waiver excuses is accepted, and so a warning here. */
  readonly clashes: readonly Clash[]
}

/** One seat as clashes call it. */
interface NamedSeat {
  readonly id: string
  readonly name: string
}

/**
 * What a plan has to keep clear of: the clashes found seat by seat and slot by slot, gathered by what they rest on. What
 * concerns nobody in particular stands on its slots for every event, and counts once. Each clash of a group's event is
 * one of its seats' or the region's, so that a group clashes with just what its seats do.
 */
export const planClashes = (seats: readonly NamedSeat[], standings: readonly Standing[]): PlanClash[] => {
  const found = new Map<string, Finding>()
  for (const { seatId, slotId, clashes } of standings) {
    const here = new Map<string, number>()
    for (const clash of clashes) {
      const name = nameOf(clash)
      const number = (here.get(name) ?? 0) + 1
      here.set(name, number)
      const key = number === 1 ? name : `${name} ${number}`
      const finding = found.get(key) ?? { clash, slotsOf: new Map<string, string[]>() }
      found.set(key, finding)
      const slots = finding.slotsOf.get(seatId)
      if (slots) slots.push(slotId)
      else finding.slotsOf.set(seatId, [slotId])
    }
  }
  return [...found]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([, finding]) => partsOf(seats, finding))
    .map((part, index) => ({ id: `clash-${index + 1}`, ...part }))
}

/** A clash that was found, and for whom on which slots. */
interface Finding {
  readonly clash: Clash
  readonly slotsOf: Map<string, string[]>
}

/** Seats that it concerns on the same slots are told together. */
const partsOf = (seats: readonly NamedSeat[], { clash, slotsOf }: Finding): Omit<PlanClash, 'id'>[] => {
  const alike = Map.groupBy(slotsOf.keys(), (seatId) => (slotsOf.get(seatId) ?? []).toSorted().join(' '))
  return [...alike]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([, seatIds]) => {
      const isOfAll = isRegional(clash) && seatIds.length === seats.length
      const concerned = seats.filter(({ id }) => seatIds.includes(id))
      const slotIds = (slotsOf.get(seatIds[0] ?? '') ?? []).toSorted()
      return {
        severity: severityOf(clash),
        seatIds: isOfAll ? null : concerned.map(({ id }) => id).toSorted(),
        slotIds,
        because: inWords(clash, isOfAll ? [] : concerned, slotIds.length),
      }
    })
}

const isRegional = ({ authorityIds, personIds }: Clash): boolean =>
  authorityIds.length === 0 && personIds.length === 0

const severityOf = ({ severity, waived }: Clash) => (waived === null ? severity : 'warning')

/** What tells a clash from others, whoever has it and on whichever day. */
const nameOf = (clash: Clash): string => {
  const { rule, feeds, commitmentId, otherEventId, calendarId, basis } = clash
  const about = commitmentId ?? otherEventId ?? (rule === 'calendar-unknown' ? basis : calendarId)
  return [rule, feeds, severityOf(clash), isRegional(clash), about].join(' ')
}

/** What a consultant reads of it: the rule, whose it is, and what it rests on. */
const inWords = (clash: Clash, concerned: readonly NamedSeat[], dates: number): string => {
  const whom = listInWords(concerned.map(({ name }) => name)) || 'the region'
  const { rule, commitmentTitle, calendarName, message } = clash
  if (commitmentTitle !== null && calendarName !== null)
    return `${rule}: “${commitmentTitle}” in the calendar “${calendarName}”, for ${whom}.`
  const more = dates > 1 ? ` So it is on ${countOf(dates - 1, 'other date')}, for ${whom}.` : ''
  return `${rule}: ${message}${more}`
}
