import type { LocalDate } from '../intervals.ts'
import type { Round } from '../rounds/round.ts'
import { dayInWords, listInWords } from '../words.ts'
import { CONSULTANT, type HandOverItem, item, type Named } from './item.ts'

/** A round with who takes part in it. */
export interface RoundFacts extends Pick<Round, 'id' | 'label' | 'state' | 'window' | 'deadlines'> {
  /** Participants that end by its first day, with who then stands in their place. */
  readonly ended: readonly (Named & { readonly on: LocalDate; readonly successors: readonly string[] })[]
  /** Participants that are in no triad, of a round that has triads; else none. */
  readonly withoutTriad: readonly Named[]
  /** Participants whose self-assessment nobody challenges, of a directed round; else none. */
  readonly withoutChallenger: readonly Named[]
}

/**
 * A round still in planning, or open past its deadlines or without a day of release, and its participants that have
 * ended, are in no triad, or are challenged by nobody. Nothing of a closed one.
 */
export const roundItems = (today: LocalDate, round: RoundFacts): HandOverItem[] => {
  const { id, label, state, window, ended, withoutTriad, withoutChallenger } = round
  if (state === 'closed') return []
  const dated = { waitsOn: CONSULTANT, due: window.first }
  return [
    ...(state === 'planning'
      ? [inPlanning(today, round)]
      : [...pastDeadline(today, round), ...withoutRelease(today, round)]),
    ...ended.map(({ name, on, successors }) =>
      item(today, {
        ...dated,
        kind: 'participant-ended',
        sentence: `${name} takes part in ${label} and ends on ${dayInWords(on)}, before it begins: name ${listInWords(successors)} instead.`,
        link: `/v1/rounds/${id}/participants`,
      }),
    ),
    ...withoutTriad.map(({ name }) =>
      item(today, {
        ...dated,
        kind: 'participant-without-triad',
        sentence: `${name} takes part in ${label} and is in no triad.`,
        link: `/v1/rounds/${id}/triads`,
      }),
    ),
    ...withoutChallenger.map(({ name }) =>
      item(today, {
        ...dated,
        kind: 'participant-without-challenger',
        sentence: `${name} takes part in ${label}, and nobody challenges its self-assessment.`,
        link: `/v1/rounds/${id}/challenges`,
      }),
    ),
  ]
}

/** The days by which a round's work is due, in the order of its life. */
const daysOf = ({ deadlines, window }: RoundFacts): { readonly what: string; readonly day: LocalDate }[] =>
  [
    { what: 'self-assessments were due', day: deadlines.selfAssessmentDue },
    { what: 'comments were due', day: deadlines.commentsDue },
    { what: 'its window ended', day: window.last },
  ].flatMap(({ what, day }) => (day === null ? [] : [{ what, day }]))

const inPlanning = (today: LocalDate, round: RoundFacts): HandOverItem => {
  const { selfAssessmentDue } = round.deadlines
  const { first } = round.window
  const due = selfAssessmentDue !== null && selfAssessmentDue < first ? selfAssessmentDue : first
  return item(today, {
    kind: 'round-in-planning',
    sentence: `${round.label} is in planning: open it by ${dayInWords(due)}.`,
    waitsOn: CONSULTANT,
    due,
    link: `/v1/rounds/${round.id}`,
  })
}

const pastDeadline = (today: LocalDate, round: RoundFacts): HandOverItem[] => {
  const past = daysOf(round).filter(({ day }) => day < today)
  const last = past
    .map(({ day }) => day)
    .toSorted()
    .at(-1)
  if (last === undefined) return []
  const said = past.map(({ what, day }) => `${what} on ${dayInWords(day)}`)
  return [
    item(today, {
      kind: 'round-past-deadline',
      sentence: `${round.label} is open: ${listInWords(said)}.`,
      waitsOn: CONSULTANT,
      due: last,
      link: `/v1/rounds/${round.id}`,
    }),
  ]
}

/** Papers open to nobody but their authors and moderators until somebody says when; for the rest of its window. */
const withoutRelease = (today: LocalDate, { id, label, deadlines, window }: RoundFacts): HandOverItem[] =>
  deadlines.releaseOn !== null || window.last < today
    ? []
    : [
        item(today, {
          kind: 'round-without-release',
          sentence: `${label} has no day of release: until it has one, no challenger reads a self-assessment.`,
          waitsOn: CONSULTANT,
          due: window.first,
          link: `/v1/rounds/${id}`,
        }),
      ]
