import { type Fault, failure, type Result, success } from '../failures.ts'
import type { LocalDate } from '../intervals.ts'
import type { Clash, ClashRule } from './clash.ts'

/** A decision to accept the clashes of one event by one rule with one commitment, or with none. */
export interface Waiver {
  readonly rule: ClashRule
  /** Null for the clashes of a rule that no commitment breaks: a weekend, short notice, an unknown calendar. */
  readonly commitmentId: string | null
  readonly reason: string
  /** The last local day on which it excuses; without one for as long as its event keeps its date. */
  readonly until?: LocalDate | null
}

/** A waiver that was given: it excuses what it was given for, and nothing that came to be afterwards. */
export interface GivenWaiver extends Waiver {
  /** What the clashes that it excuses rested on; none for one that was given before this was kept. */
  readonly bases?: readonly string[] | null
}

/** The clashes with those marked that a waiver excuses; a waiver that excuses nothing (any more) is passed over. */
export const markWaived = (clashes: readonly Clash[], waivers: readonly GivenWaiver[]): Clash[] =>
  waivers.length === 0
    ? [...clashes]
    : clashes.map((clash) => {
        const waiver = waiverOf(clash, waivers)
        return waiver ? { ...clash, waived: waiver.reason } : clash
      })

/** The first of some given waivers that excuses a clash, resting on what it rested on then. */
export const waiverOf = <W extends GivenWaiver>(clash: Clash, waivers: readonly W[]): W | undefined =>
  waivers.find((each) => excuses(each, clash) && (each.bases?.includes(clash.basis) ?? true))

/** The waivers that a request gives, each with what the clashes rest on that it excuses; those that excuse none left out. */
export const given = (waivers: readonly Waiver[], clashes: readonly Clash[]): GivenWaiver[] =>
  waivers.flatMap((waiver) => {
    const bases = clashes.filter((clash) => excuses(waiver, clash)).map(({ basis }) => basis)
    return bases.length > 0 ? { ...waiver, bases } : []
  })

/**
 * The clashes with those marked that the request's waivers excuse. A waiver that excuses nothing is refused, as
 * `invalid-request` at `/waivers/0` and so on, because somebody meant a clash that is not there; so is one of a
 * double booking.
 */
export const applyWaivers = (clashes: readonly Clash[], waivers: readonly Waiver[]): Result<Clash[]> => {
  const faults = waivers.flatMap((waiver, index): Fault[] => {
    if (clashes.some((clash) => excuses(waiver, clash))) return []
    const detail =
      waiver.rule === 'person-double-booked'
        ? 'A double booking cannot be waived: nobody can be in two places.'
        : `This event has no clash by the rule ${waiver.rule}${waiver.commitmentId ? ' with that commitment' : ''}: there is nothing to waive.`
    return [{ pointer: `/waivers/${index}`, detail }]
  })
  const [first] = faults
  return first
    ? failure('invalid-request', first.detail, faults)
    : success(markWaived(clashes, given(waivers, clashes)))
}

/** The clashes that refuse confirming: blocking, and excused by no waiver. */
export const blocking = (clashes: readonly Clash[]): Clash[] =>
  clashes.filter((clash) => clash.severity === 'blocking' && clash.waived === null)

const excuses = (waiver: Waiver, clash: Clash): boolean =>
  clash.rule !== 'person-double-booked' &&
  waiver.rule === clash.rule &&
  waiver.commitmentId === clash.commitmentId
