import { countInWords, countOf } from '../words.ts'
import {
  type MissingYear,
  type MostYears,
  pairsApart,
  pairsOf,
  pairsPerYear,
  partnersLeft,
  type Rotation,
  type RotationProblem,
  spentPairs,
} from './rotation.ts'

/** Why there cannot be more years without a repeat, as a consultant reads it. */
export const mostInWords = ({ seats, met, bans }: RotationProblem, { years, because }: MostYears): string => {
  const count = seats.length
  const spent = spentPairs([...met, ...pairsApart(bans)])
  const enough = `enough for ${countOf(years, 'year')}`
  switch (because) {
    case 'all-tried':
      return (
        `For ${countOf(count, 'director')} all ways have been tried, as the literature reports: ` +
        `after ${countOf(years, 'year')} two must meet again.`
      )
    case 'pairs':
      return `${count} directors make ${pairsOf(count)} pairs, of which each year takes ${pairsPerYear(count)}: ${enough}.`
    case 'pairs-left':
      return (
        `Of ${pairsOf(count)} pairs, ${pairsOf(count) - spent.size} have not met and may, ` +
        `and each year takes ${pairsPerYear(count)}: ${enough}.`
      )
    case 'first-year':
      return 'However the first year is planned, after who has met and under what is pinned and banned, two meet again in it.'
    case 'partners-left': {
      const left = partnersLeft(seats, spent)
      const fewest = Math.min(...left)
      const name = seats[left.indexOf(fewest)]?.name ?? ''
      return `${name} has ${countInWords(fewest)} left to meet for the first time, and meets at least two a year: ${enough}.`
    }
  }
}

/** What came of a rotation, as a consultant reads it: how many years, whether more could be, and what is not there. */
export const rotationInWords = (problem: RotationProblem, rotation: Rotation): string => {
  const { repeatFree, most, years, missing } = rotation
  const rest =
    years.length > repeatFree ? 'The years from there on have as few repeats each as were found.' : ''
  return [
    missing && years.length === 0 ? '' : runInWords(problem, rotation),
    mostInWords(problem, most),
    rest,
    missing ? missingInWords(missing) : '',
  ]
    .filter((sentence) => sentence !== '')
    .join(' ')
}

const runInWords = ({ pins, bans, years }: RotationProblem, { repeatFree, most }: Rotation): string => {
  const run =
    repeatFree === 0
      ? 'In the first year two directors meet again already'
      : `The region can run ${countOf(repeatFree, 'year')} from here before two directors meet again`
  if (repeatFree === most.years) return `${run}, and no plan has more.`
  const atMost = countInWords(most.years)
  if (repeatFree === years)
    return `${run}, which is as many as were asked for; no plan has more than ${atMost}.`
  const under = pins.length + bans.length > 0 ? ' under its pins and bans' : ''
  return `${run}${under}; whether there could be more is not known, but not more than ${atMost}.`
}

const missingInWords = ({ kind, year }: MissingYear): string =>
  kind === 'unfinished'
    ? `The search ended before year ${year} was planned: give it more seconds.`
    : `Year ${year} cannot be held at all, repeats or not: what cannot hold together is listed.`
