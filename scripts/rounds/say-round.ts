import { DateTime } from 'luxon'
import { inferred, note, type Say, table, unpublished } from '../print.ts'
import type { ChallengeEvent } from './events.ts'
import { type Round, type Triad, windowOf } from './load-round.ts'
import type { PublishedRound, PublishedSession } from './programme.ts'

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
  const title = `Round ${label}, ${day(window.first)} to ${day(window.last)}: ${takingPart} authorities, ${pairs.total} pairs${again}`
  if (triads.length > 0) {
    const rows = triads.map(({ number, authorities, directors, pairsBefore }) => [
      number,
      authorities.map(({ name }) => name).join(', '),
      directors.length,
      pairsBefore,
    ])
    say(table(title, ['Triad', 'Authorities', 'Directors', 'Pairs that met before'], rows))
  } else {
    say(title)
  }
  if (published.methodInferred) say(inferred(`the method is ${published.method}`, published.methodInferred))
  const why = windowOf(published).inferred
  if (why) say(inferred('window', why))
  if (published.triadsInferred) say(inferred('triads', published.triadsInferred))
  if (published.policy?.inferred) say(inferred('policy', published.policy.inferred))
  if (published.requiredCalendars?.inferred)
    say(inferred('required calendars', published.requiredCalendars.inferred))
  if (triads.length > 0 && published.triads.every(({ number }) => number === null))
    say(inferred('numbers of the triads', 'no page gives any: the order of the list'))
}

const DEADLINES = {
  selfAssessmentDue: 'self-assessments due',
  commentsDue: 'comments due',
  releaseOn: 'release',
}

/** When papers are due in a round, and who challenges, moderates and facilitates what. */
export const sayWork = (published: PublishedRound, say: Say): void => {
  for (const [name, what] of Object.entries(DEADLINES)) {
    const due = published.deadlines?.[name as keyof typeof DEADLINES]
    if (due)
      say(
        due.inferred ? inferred(`${what} ${day(due.date)}`, due.inferred) : note(`${what} ${day(due.date)}`),
      )
  }
  const { challenges, moderators, facilitators } = published
  if (challenges) {
    const moderatorOf = new Map(moderators?.each.map(({ authority, by }) => [authority, by]))
    const rows = challenges.each.map(({ authority, challengers }) => [
      authority,
      challengers.join(', '),
      moderatorOf.get(authority) ?? '',
    ])
    say()
    say(table('Who challenges and who moderates whom', ['Self-assessment', 'Challengers', 'Moderator'], rows))
    if (challenges.inferred) say(inferred('challengers', challenges.inferred))
  }
  if (moderators?.inferred) say(inferred('moderators', moderators.inferred))
  if (facilitators?.inferred) say(inferred('facilitators', facilitators.inferred))
}

/** The timed sessions of an event's day. */
export const saySessions = (title: string, sessions: readonly PublishedSession[], say: Say): void => {
  say()
  say(
    table(
      `Sessions of ${title}`,
      ['Time', 'Place', 'Challenged', 'With'],
      sessions.map(({ startTime, endTime, place, subject, authorities }) => [
        `${startTime} to ${endTime}`,
        place,
        subject,
        authorities.filter((name) => name !== subject).join(', '),
      ]),
    ),
  )
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
export const sayOutcome = (
  { label, wholeDay, outcome, unpublished: missing = [] }: PublishedRound,
  say: Say,
): void => {
  if (wholeDay?.inferred) say(inferred('whole days', wholeDay.inferred))
  if (outcome.held !== null && outcome.which === null) {
    const what = `which of the ${outcome.held + (outcome.deferred ?? 0)} of ${label} were deferred`
    say(unpublished(what, `${outcome.held} were held, ${outcome.deferred} deferred: all are left as planned`))
  }
  for (const { what, instead } of missing) say(unpublished(what, instead))
  if (outcome.inferred) say(inferred('outcome', outcome.inferred))
}
