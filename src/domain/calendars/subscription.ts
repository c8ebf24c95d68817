import type { Days } from '../intervals.ts'
import type { Validators } from './fetching.ts'
import type { ReadingNote } from './reading.ts'

/** What one copy of a calendar's source came to, beside what was there before. */
export interface SourceCounts {
  readonly added: number
  readonly changed: number
  readonly unchanged: number
  readonly removed: number
}

/** A copy that was taken: how many entries it changed, and what was said of its lines. */
export interface TakenCopy extends SourceCounts {
  readonly warnings: readonly ReadingNote[]
  readonly refused: readonly ReadingNote[]
}

/** A calendar's subscription to an address, as it is shown: of the address its host alone. */
export interface CalendarSubscription {
  readonly calendarId: string
  readonly host: string
  /** How long it rests between two polls while all goes well, in minutes. */
  readonly everyMinutes: number
  /** When the address was asked last, whatever it answered. */
  readonly askedAt: Date
  /** The days about which the copy taken last was asked. */
  readonly asked: Days
  /** What the copy taken last came to. */
  readonly taken: TakenCopy
  /** How many polls have failed since the last one that did not; `failure` is the sentence of the last one. */
  readonly failures: number
  readonly failure: string | null
  /** When it is polled next, unless somebody asks before. */
  readonly nextAt: Date
}

/** The interval of a subscription that names none, in minutes: most of a working day's changes are seen that day. */
export const USUAL_MINUTES = 6 * 60

/** The longest that a subscription rests, however often it failed: a day, in minutes. */
export const LONGEST_REST_MINUTES = 24 * 60

/** A subscribed calendar that says nothing else is trusted for a week after its source last answered. */
export const USUAL_STALE_AFTER_DAYS = 7

/** How far polls are scattered about their interval, so that a region's calendars are not all asked at once. */
const SCATTER = 0.1

/**
 * When an address is polled next: after its interval, doubled with every failure in a row up to a day, and a
 * tenth earlier or later by `scatter` (0 to below 1; the caller draws it).
 */
export const nextPollAt = (
  now: Date,
  { everyMinutes, failures }: Pick<CalendarSubscription, 'everyMinutes' | 'failures'>,
  scatter: number,
): Date => {
  const minutes = Math.min(everyMinutes * 2 ** failures, LONGEST_REST_MINUTES)
  const scattered = minutes * (1 - SCATTER + 2 * SCATTER * scatter)
  return new Date(now.getTime() + scattered * 60_000)
}

/**
 * Whether a copy that names no entry at all takes away what earlier ones gave. Somebody who clears a calendar does
 * so seldom; a server that has lost it, or no longer shares it, answers so often.
 */
export const isSuddenlyEmpty = (entries: number, { removed }: Pick<SourceCounts, 'removed'>): boolean =>
  entries === 0 && removed > 0

/** The sentence for a source that is suddenly empty. */
export const SUDDENLY_EMPTY =
  'The calendar is suddenly empty, so its last good copy stays. If it has been cleared, refresh it with acceptEmpty=true.'

/** The longest header of a server that is kept to ask with again, in characters; longer ones are left out. */
const LONGEST_VALIDATOR = 1000

const kept = (value: string | null) => (value !== null && value.length <= LONGEST_VALIDATOR ? value : null)

/** Of what a server said of its copy, what is kept. */
export const keptValidators = ({ etag, lastModified }: Validators): Validators => ({
  etag: kept(etag),
  lastModified: kept(lastModified),
})

/**
 * What to ask an address with: nothing where days are wanted about which the copy that was taken was not asked,
 * since “unchanged” would then say nothing about them.
 */
export const validatorsFor = (validators: Validators, taken: Days, wanted: Days): Validators =>
  taken.first <= wanted.first && wanted.last <= taken.last ? validators : { etag: null, lastModified: null }
