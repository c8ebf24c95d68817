import type { Api } from '../api.ts'
import { inferred, note, type Say, table } from '../print.ts'
import { type Calendar, loadCalendars, WHY_COVER } from './load-calendars.ts'
import { loadEvents } from './load-events.ts'
import { loadFacilitators } from './load-facilitators.ts'
import { loadModerators } from './load-moderators.ts'
import { APPOINTED_FROM, type LoadedRegion, loadRegion } from './load-region.ts'
import { createRound, directChallenges, openRound, triadsOf } from './load-round.ts'
import type { Programme, PublishedRound } from './programme.ts'
import { type PublishedRegion, programmeOf } from './published.ts'
import { sayEvents, sayOutcome, sayRound, saySessions, sayWork } from './say-round.ts'

/**
 * Loads a region into a service that does not know it yet, and says what it loaded: its authorities with their
 * directors, and of a published programme the calendars and the rounds that `wanted` picks.
 */
export const seedRegion = async (
  operator: Api,
  region: PublishedRegion,
  say: Say,
  wanted: (label: string) => boolean = () => true,
): Promise<LoadedRegion> => {
  const loaded = await loadRegion(operator, region)
  sayRegion(loaded, region, say)
  const programme = programmeOf(region)
  if (programme) {
    sayCalendars(await loadCalendars(loaded, programme.commitments), programme, say)
    for (const published of programme.rounds.filter(({ label }) => wanted(label))) {
      await loadRound(loaded, published, say)
    }
  }
  return loaded
}

/**
 * Loads a round with its triads or challengers, its moderators and facilitators, its events confirmed for the days
 * on which they were announced, and opens it.
 */
const loadRound = async (loaded: LoadedRegion, published: PublishedRound, say: Say): Promise<void> => {
  const round = await createRound(loaded, published)
  await directChallenges(loaded, round, published)
  const triads = await triadsOf(loaded, round)
  sayRound(round, published, triads, say)
  sayWork(published, say)
  const { personOf, tooLate } = await loadFacilitators(loaded, triads, published)
  for (const name of tooLate) say(note(`${name}: nothing is granted, because the days of the grant are past`))
  const events = await loadEvents(loaded, round, triads, published, personOf)
  if (events.length > 0) sayEvents(`Events of ${round.label}, as announced`, events, say)
  for (const event of published.events ?? []) {
    if (event.sessions) saySessions(event.title, event.sessions, say)
    if (event.inferred) say(inferred(event.title, event.inferred))
  }
  await loadModerators(loaded, round, published)
  sayOutcome(published, say)
  await openRound(loaded, round)
}

const sayRegion = (
  { name, authorities, directors }: LoadedRegion,
  region: PublishedRegion,
  say: Say,
): void => {
  const posts = authorities.map((authority) => {
    const [now, ...later] = directors.filter((post) => post.authorities.includes(authority.name))
    const then = later.map((post) => `${post.name} from ${post.from}`).join(', ')
    return [authority.name, authority.gssCode, now?.name ?? 'vacant', then]
  })
  say()
  say(
    table(
      `${name}: ${authorities.length} authorities`,
      ['Authority', 'Code today', 'Director', 'Then'],
      posts,
    ),
  )
  const programme = programmeOf(region)
  const why = programme?.directors.inferred ?? 'each authority is given one director, by office'
  say(inferred('who is director', why))
  say(inferred(`from ${APPOINTED_FROM}`, 'no page gives the first day of an appointment'))
  for (const post of programme?.directors.shared ?? []) {
    if (post.inferred) say(inferred(`one each after ${post.office}`, post.inferred))
  }
}

const sayCalendars = (calendars: readonly Calendar[], { commitments }: Programme, say: Say): void => {
  if (commitments.length === 0) return
  const rows = calendars.map((calendar, index) => {
    const entry = commitments[index]
    const days = entry ? `${entry.title}, ${entry.first} to ${entry.last}` : ''
    return [calendar.name, days, `${calendar.coversFrom} to ${calendar.coversTo}`]
  })
  say()
  say(table('Calendars', ['Calendar', 'Entry', 'Answers for'], rows))
  say(inferred('answers for', WHY_COVER))
  for (const { title, inferred: why } of commitments) if (why) say(inferred(title, why))
}
