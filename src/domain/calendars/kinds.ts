import type { CommitmentRule, SeverityOverride } from '../clashes/policy.ts'
import { failure, fault, type Result, success } from '../failures.ts'

/**
 * What a region calls one of its kinds of calendar, and which rule of clashes it feeds. Kinds are data: a region
 * adds its own ("inset-day") and sets how severe each is there. The name is stable and goes over the wire.
 */
export interface CalendarKind {
  readonly name: string
  /** One of its entries, as a sentence begins: "School holiday". */
  readonly label: string
  /** Several of them, within a sentence: "school holidays". */
  readonly entries: string
  /** Never changes: who may know and write a calendar goes by it too. */
  readonly feeds: CommitmentRule
  /** How severe its clashes are where a round says nothing; null for the rule's own default. */
  readonly severity: SeverityOverride | null
  /** Whether silence means UNKNOWN where a round requires it and no calendar of it is registered. */
  readonly unknownByAbsence: boolean
}

/** The one kind that is somebody's own: it shows nobody else more than that they are busy. */
export const PERSONAL = 'personal'

/** What offices answered to a poll: such a calendar is written by answering, never directly. */
export const AVAILABILITY = 'availability'

/** A region's kinds by their names. */
export type CalendarKinds = Readonly<Record<string, CalendarKind>>

/** The region's kind of this name; a fault at `pointer` names those that it has. */
export const kindNamed = (kinds: CalendarKinds, name: string, pointer: string): Result<CalendarKind> => {
  const kind = Object.hasOwn(kinds, name) ? kinds[name] : undefined
  if (kind) return success(kind)
  const known = Object.keys(kinds).toSorted().join(', ')
  return fault(pointer, `This region has no calendars of the kind “${name}”: it has ${known}.`)
}

/**
 * Whether a region may add a kind that feeds this rule. Not the rule of personal calendars, whose entries nobody
 * but their owner may know; kinds of inspections are known to as few as inspections are.
 */
export const mayFeed = (rule: CommitmentRule): Result<null> =>
  rule === 'personal-busy'
    ? fault('/feeds', 'People’s own commitments come from personal calendars alone: choose another rule.')
    : success(null)

/** A kind's severity has one value, or one for each case of a rule that tells two cases apart. */
export const severityFits = (
  { feeds }: Pick<CalendarKind, 'feeds'>,
  severity: SeverityOverride | null,
): Result<null> => {
  if (severity === null || typeof severity === 'string') return success(null)
  const cases = CASES[feeds] ?? []
  const strange = Object.keys(severity).filter((each) => !cases.includes(each))
  if (strange.length === 0) return success(null)
  const detail =
    cases.length > 0
      ? `The rule ${feeds} tells these cases apart: ${cases.join(', ')}.`
      : `The rule ${feeds} tells no cases apart: give one severity.`
  return failure('invalid-request', detail, [{ pointer: '/severity', detail }])
}

const CASES: Readonly<Partial<Record<CommitmentRule, readonly string[]>>> = {
  'ofsted-annual-conversation': ['authority', 'region'],
  'personal-busy': ['out-of-office', 'busy'],
}

/**
 * Whether a round may require calendars of a kind. What nobody can know ahead (inspections) and what nobody must
 * give (a personal calendar) is never UNKNOWN by absence, so requiring it would say nothing.
 */
export const mayBeRequired = (kind: CalendarKind, pointer: string): Result<null> =>
  kind.unknownByAbsence
    ? success(null)
    : fault(pointer, `Nobody can be required to give ${kind.entries}: they are never unknown by absence.`)
