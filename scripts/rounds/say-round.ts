import { DateTime } from 'luxon'
import { inferred, type Say, table, unpublished } from '../print.ts'
import type { ChallengeEvent } from './events.ts'
import { type Round, type Triad, windowOf } from './load-round.ts'
import type { PublishedRound } from './published.ts'

/** "Fri 1 Nov 2019". */
export const day = (date: string): string => DateTime.fromISO(date).toFormat('ccc d LLL yyyy')

/** What stands against a date, by the names of the rules; the sentences are the service's to say. */
export const rulesOf = ({ clashes }: Pick<ChallengeEvent, 'clashes'>): string =>
  clashes.map(({ rule, severity, waived }) => `${rule} (${waived ? 'waived' : severity})`).join(', ') ||
  'none'

/** A round with its triads, and which of it is inferred. */
export const sayRound = (
  round: Round,
  published: PublishedRound,
  triads: readonly Triad[],
  say: Say,
): void => {
  const { label, pairs, window, takingPart } = round
  const again = pairs.previousRound ? `, ${pairs.repeated} of them also in ${pairs.previousRound.label}` : ''
  say()
  say(
    table(
      `Round ${label}, ${day(window.first)} to ${day(window.last)}: ${takingPart} authorities, ${pairs.total} pairs${again}`,
      ['Triad', 'Authorities', 'Directors', 'Pairs that met before'],
      triads.map(({ number, authorities, directors, pairsBefore }) => [
        number,
        authorities.map(({ name }) => name).join(', '),
        directors.length,
        pairsBefore,
      ]),
    ),
  )
  const why = windowOf(published).inferred
  if (why) say(inferred('window', why))
  if (published.policy) say(inferred('Ofsted window blocks', published.policy.inferred))
  if (published.triads.some(({ number }) => number === null)) {
    say(inferred('numbers of the triads', 'the page gives none: the order of its list'))
  }
}

/** A round's events with what stands against each. */
export const sayEvents = (title: string, events: readonly ChallengeEvent[], say: Say): void => {
  say()
  say(
    table(
      title,
      ['Event', 'Date', 'State', 'Clashes'],
      events.map((event) => [event.title, day(event.date), event.state, rulesOf(event)]),
    ),
  )
}

/** What is known of how a round's events went, and what of it no page tells. */
export const sayOutcome = ({ label, wholeDay, outcome }: PublishedRound, say: Say): void => {
  if (wholeDay && 'inferred' in wholeDay && wholeDay.inferred) say(inferred('whole days', wholeDay.inferred))
  if (outcome.held !== null && outcome.which === null) {
    const what = `which of the ${outcome.held + (outcome.deferred ?? 0)} of ${label} were deferred`
    say(unpublished(what, `${outcome.held} were held, ${outcome.deferred} deferred: all are left as planned`))
  }
  if ('inferred' in outcome && outcome.inferred) say(inferred('outcome', outcome.inferred))
}
