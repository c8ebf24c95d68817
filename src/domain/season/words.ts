import type { EventKind } from '../events/event.ts'
import { countOf, dateInWords, daysInWords, listInWords } from '../words.ts'
import type { Mark, SeasonCommitment, SeasonEvent, SeasonFacts } from './facts.ts'

const LETTERS: Readonly<Record<EventKind, string>> = { meeting: '', visit: 'V', training: 'T', summit: 'S' }

/** What stands in an event's box: its triad's number; "2V" for a visit; a letter for an event of the whole round. */
export const boxText = ({ kind, triadNumber }: Pick<SeasonEvent, 'kind' | 'triadNumber'>): string =>
  triadNumber === null ? LETTERS[kind] || 'M' : `${triadNumber}${LETTERS[kind]}`

/** How marks are explained. */
export const MARK_WORDS: Readonly<Record<Mark, string>> = {
  blocking: 'Clash that refuses confirming',
  warning: 'Warning',
  unknown: 'Unknown: a calendar is silent',
  waived: 'Clash accepted',
}

export const titleInWords = ({ label, regionName, asOf }: SeasonFacts): string =>
  `${regionName}: the season ${label}, as of ${dateInWords(asOf)}`

/** A commitment as its shading says it: "School holiday: Half term, Monday 28 October to Friday 1 November 2019". */
export const commitmentInWords = ({ label, title, days }: SeasonCommitment): string =>
  `${title === '' || title === label ? label : `${label}: ${title}`}, ${daysInWords(days)}`

/** An event as its boxes say it, its clashes after it. */
export const eventInWords = ({ title, state, days, clashes }: SeasonEvent): string =>
  [
    `${title}, ${state}, ${daysInWords(days)}.`,
    ...clashes.map(({ mark, message }) => `${MARK_WORDS[mark]}: ${message}`),
  ].join(' ')

/** The picture in words, for whoever hears it: what it shows, then its events by date with whose they are. */
export const seasonInWords = (
  { rows, window, commitments }: SeasonFacts,
  events: readonly SeasonEvent[],
): string => {
  const names = new Map(rows.map(({ authorityId, name }) => [authorityId, name]))
  return [
    `${countOf(rows.length, 'authority', 'authorities')}, a row each; the round runs ${daysInWords(window)};`,
    `${countOf(events.length, 'event')} and ${countOf(commitments.length, 'commitment')}.`,
    ...events.map(
      (event) =>
        `${eventInWords(event)} ${event.rows.length === rows.length ? 'Everybody' : listInWords(event.rows.map((id) => names.get(id) ?? '').toSorted())}.`,
    ),
  ].join(' ')
}
