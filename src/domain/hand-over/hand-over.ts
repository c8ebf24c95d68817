import type { LocalDate } from '../intervals.ts'
import { type EventFacts, eventItems } from './events.ts'
import type { HandOverItem } from './item.ts'
import { type InvitationFacts, invitationItems, type OfficeFacts, officeItems } from './offices.ts'
import { type AssignmentFacts, assignmentItems, type PaperFacts, paperItems } from './papers.ts'
import { type RoundFacts, roundItems } from './rounds.ts'

/** All that is looked at, as plain facts: of papers only those that the reader of the list may read. */
export interface HandOverFacts {
  readonly today: LocalDate
  readonly offices: readonly OfficeFacts[]
  readonly rounds: readonly RoundFacts[]
  readonly events: readonly EventFacts[]
  readonly papers: readonly PaperFacts[]
  readonly assignments: readonly AssignmentFacts[]
  readonly invitations: readonly InvitationFacts[]
}

/**
 * Everything that is open in a region on a local day and whom each waits on: what is overdue first, then by the day
 * on which it is due (what has none last), then by kind. Equal facts, in any order, give the same list.
 */
export const handOver = (facts: HandOverFacts): HandOverItem[] => {
  const { today } = facts
  const items = [
    ...facts.offices.flatMap((office) => officeItems(today, office)),
    ...facts.rounds.flatMap((round) => roundItems(today, round)),
    ...facts.events.flatMap((event) => eventItems(today, event)),
    ...facts.papers.flatMap((paper) => paperItems(today, paper)),
    ...facts.assignments.flatMap((assignment) => assignmentItems(today, assignment)),
    ...facts.invitations.flatMap((invitation) => invitationItems(today, invitation)),
  ]
  return items.toSorted((a, b) => compare(placeOf(a), placeOf(b)))
}

/** Comes after every day. */
const NO_DAY = '9999'

const placeOf = ({ overdue, due, kind, link, sentence }: HandOverItem): readonly string[] => [
  overdue ? '0' : '1',
  due ?? NO_DAY,
  kind,
  link,
  sentence,
]

const compare = (a: readonly string[], b: readonly string[]): number => {
  const at = a.findIndex((part, index) => part !== b[index])
  if (at < 0) return 0
  return (a[at] ?? '') < (b[at] ?? '') ? -1 : 1
}
