import { capitalised, countInWords, dayInWords, listInWords } from '../words.ts'
import {
  clashesOfVisit,
  mayStand,
  openDates,
  slotsOfVisit,
  type ToldVisit,
  type Visit,
  type VisitsProblem,
} from './visits.ts'

/** Why visits cannot all be dated: of each what blocks its dates, what is left, and with which others it shares people. */
export const tellVisits = (problem: VisitsProblem, visits: readonly Visit[]): ToldVisit[] =>
  visits.map((visit) => {
    const open = openDates(problem, visit)
    return {
      visitId: visit.id,
      open: open.map(({ slot }) => slot.occasion),
      because: [
        ...whatBlocks(problem, visit),
        open.length === 0
          ? 'No date is left for it.'
          : `Left for it: ${datesInWords(open.map(({ slot }) => slot.occasion.date))}.`,
        ...visits.flatMap((other) => (other === visit ? [] : sharing(problem, visit, other))),
      ],
    }
  })

const whatBlocks = (problem: VisitsProblem, visit: Visit): string[] => {
  const all = slotsOfVisit(problem, visit).map(({ slot }) => slot)
  const early = all.filter(({ occasion }) => occasion.date <= visit.meets)
  const pinned = visit.pinnedTo && all.filter(({ id }) => visit.pinnedTo?.includes(id))
  const left = all.filter((slot) => mayStand(visit, slot)).map(({ id }) => id)
  return [
    ...(early.length > 0
      ? [
          `Its triad meets on ${dayInWords(visit.meets)} and it comes after that: ${dates(early.length)} too early.`,
        ]
      : []),
    ...(pinned ? [`It is pinned to ${datesInWords(pinned.map(({ occasion }) => occasion.date))}.`] : []),
    ...clashesOfVisit(problem, visit).flatMap(({ severity, slotIds, because }) => {
      const count = severity === 'blocking' ? slotIds.filter((id) => left.includes(id)).length : 0
      return count === 0 ? [] : [`Against ${countInWords(count)} of the dates that remain: ${because}`]
    }),
  ]
}

const dates = (count: number): string => (count === 1 ? 'one date is' : `${countInWords(count)} dates are`)

/** More dates than these nobody reads in a sentence. */
const MOST_NAMED = 5

const datesInWords = (all: readonly string[]): string => {
  const days = [...new Set(all)]
  if (days.length === 0) return 'no date that there is'
  const named = days.slice(0, MOST_NAMED).map(dayInWords)
  const more = days.length - named.length
  return listInWords(more > 0 ? [...named, `${countInWords(more)} more`] : named)
}

const sharing = ({ people }: VisitsProblem, visit: Visit, other: Visit): string[] => {
  const [here, there] = [visit, other].map(
    ({ attendances }) => new Set(attendances.flatMap(({ personIds }) => personIds)),
  )
  const both = people.filter(({ id }) => here?.has(id) && there?.has(id))
  if (both.length === 0) return []
  const names = listInWords(both.map(({ name }) => name))
  return [`${capitalised(names)} would be at ${other.name} too, and nobody is at two visits at once.`]
}
