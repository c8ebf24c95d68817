import { daysBetween, type LocalDate } from '../intervals.ts'
import type { Clash } from './clash.ts'
import { byTime, type Slot } from './slots.ts'
import { blocking } from './waivers.ts'

/** How a slot stands, in one word; the best first, and no word ever ranks before one that is better. */
export const VERDICTS = ['free', 'warnings', 'unknown', 'blocked'] as const

export type Verdict = (typeof VERDICTS)[number]

/** A slot with every clash that its event would have there. */
export interface JudgedSlot extends Slot {
  readonly clashes: readonly Clash[]
}

/** A judged slot with its place among the others: 1 is the best. */
export type Ranked<S extends JudgedSlot> = S & { readonly rank: number; readonly verdict: Verdict }

/** What of a slot's clashes decides its rank. */
interface Weight {
  /** Blocking clashes that no waiver excuses, unknown calendars apart. */
  readonly blocking: number
  /** Those of them that no waiver can excuse. */
  readonly doubleBookings: number
  /** Unknown calendars that block, because they feed a rule that does. */
  readonly unknown: number
  readonly warnings: number
}

const weightOf = (clashes: readonly Clash[]): Weight => {
  const against = blocking(clashes)
  const unknown = against.filter(({ rule }) => rule === 'calendar-unknown').length
  return {
    blocking: against.length - unknown,
    doubleBookings: against.filter(({ rule }) => rule === 'person-double-booked').length,
    unknown,
    warnings: clashes.filter(({ severity, waived }) => severity === 'warning' && waived === null).length,
  }
}

/**
 * The word for what stands against a slot: `blocked` by something known, else `unknown` where a calendar that could
 * block does not answer, else `warnings` (an unknown calendar that would only warn is one of them), else `free`.
 */
export const verdictOf = (clashes: readonly Clash[]): Verdict => wordFor(weightOf(clashes))

const wordFor = ({ blocking: known, unknown, warnings }: Weight): Verdict => {
  if (known > 0) return 'blocked'
  if (unknown > 0) return 'unknown'
  return warnings > 0 ? 'warnings' : 'free'
}

/**
 * Slots, best first. How severe a clash is, the round's policy has said already; among slots those come first that have
 *
 * 1. fewer blocking clashes that are known and not waived, and of as many those with fewer double bookings, which
 *    alone can never be accepted;
 * 2. fewer blocking clashes because a calendar is unknown: somebody can still ask;
 * 3. fewer warnings;
 * 4. less to put up with: fewer days, earlier or later, from `present`, the first day that the event has now (null
 *    where there is none);
 * 5. an earlier beginning, then an earlier end.
 *
 * No two different slots are equal in all of this, so the order is total and the facts' order plays no part.
 */
export const ranked = <S extends JudgedSlot>(slots: readonly S[], present: LocalDate | null): Ranked<S>[] =>
  slots
    .map((slot) => ({
      slot,
      weight: weightOf(slot.clashes),
      distance: present === null ? 0 : Math.abs(daysBetween(present, slot.occasion.date)),
    }))
    .toSorted(
      (a, b) =>
        a.weight.blocking - b.weight.blocking ||
        a.weight.doubleBookings - b.weight.doubleBookings ||
        a.weight.unknown - b.weight.unknown ||
        a.weight.warnings - b.weight.warnings ||
        a.distance - b.distance ||
        byTime(a.slot, b.slot),
    )
    .map(({ slot, weight }, index) => ({ ...slot, rank: index + 1, verdict: wordFor(weight) }))
