import { refusalOf } from '../api.ts'
import { inferred, note, type Say, table } from '../print.ts'
import * as events from '../rounds/events.ts'
import type { LoadedRegion } from '../rounds/load-region.ts'
import {
  createRound,
  type Deadlines,
  openRound,
  type Round,
  type Triad,
  triadsOf,
} from '../rounds/load-round.ts'
import { publishedRound } from '../rounds/published.ts'
import { day, rulesOf, sayEvents, sayOutcome, sayRound } from '../rounds/say-round.ts'
import { must, one } from './must.ts'

/** The round that is played. */
export const PLAYED = publishedRound('2019-20')

/** The triad whose date moves. */
export const MOVED = 2

const DEADLINES: Deadlines = {
  selfAssessmentDue: '2019-09-30',
  commentsDue: '2019-10-21',
  releaseOn: '2019-10-25',
}

/** The round as it stands while it is played. */
export interface Played {
  readonly region: LoadedRegion
  readonly round: Round
  readonly triads: readonly Triad[]
  readonly events: readonly events.ChallengeEvent[]
}

/** Creates the round, pencils in the published dates, and looks at what stands against them and others. */
export const planRound = async (region: LoadedRegion, say: Say): Promise<Played> => {
  const { consultant } = region
  const round = await createRound(region, PLAYED, DEADLINES)
  const triads = await triadsOf(region, round)
  sayRound(round, PLAYED, triads, say)
  const { selfAssessmentDue, commentsDue, releaseOn } = DEADLINES
  const days = `self-assessments ${day(selfAssessmentDue)}, comments ${day(commentsDue)}, release ${day(releaseOn)}`
  say(inferred('deadlines', `none are published; ours are: ${days}`))
  must(round.pairs.total === 21 && round.pairs.repeated === 17, '17 of 21 pairs also met in 2018-19.')
  const third = one(triads, ({ number }) => number === 3, 'a third triad')
  must(
    third.authorities.length === 4 && third.directors.length === 3,
    'triad 3 has four authorities, three directors.',
  )
  const names = third.directors.map(({ name }) => name).join('; ')
  say(note(`Triad 3: ${third.authorities.length} authorities, ${third.directors.length} directors: ${names}`))

  const proposed = await events.proposeMeetings(consultant, round, triads, PLAYED)
  sayEvents('The six published dates, pencilled in', proposed, say)
  sayOutcome(PLAYED, say)
  say(
    note(
      'with hindsight: the pre-election period is entered, though in May 2019 nobody knew of the election',
    ),
  )
  const played = { region, round, triads, events: proposed }
  sayWarning(played, say)
  must(!proposed.some(meetsOfsted), 'no published date meets an Ofsted annual conversation.')
  return played
}

const meetsOfsted = ({ clashes }: Pick<events.ChallengeEvent, 'clashes'>): boolean =>
  clashes.some(({ rule, severity }) => rule === 'ofsted-annual-conversation' && severity === 'blocking')

/** The event of a triad, by its number. */
export const eventOf = (
  { triads, events: all }: Pick<Played, 'triads' | 'events'>,
  number: number,
): events.ChallengeEvent => {
  const triad = one(triads, (each) => each.number === number, `a triad ${number}`)
  return one(all, ({ triadId }) => triadId === triad.id, `an event of triad ${number}`)
}

/** The half term that triad 2 meets, as the service words it. */
const sayWarning = (played: Played, say: Say): void => {
  const clash = one(eventOf(played, MOVED).clashes, ({ rule }) => rule === 'school-holiday', 'a half term')
  const named = played.region.authorities.filter(({ id }) => clash.authorityIds.includes(id))
  const rows = [
    ['severity', clash.severity],
    ['authority', named.map(({ name }) => name).join(', ')],
    ['calendar', clash.calendarName ?? ''],
    ['entry', clash.commitmentTitle ?? ''],
    ['sentence', clash.message],
  ]
  say()
  say(table(`Triad ${MOVED}: the warning in full`, ['Part', 'As the service says it'], rows))
}

/** Tries the same sessions 70 days later: blocking under this policy, and refused unless waived. */
export const tryLaterDates = async (played: Played, say: Say): Promise<void> => {
  const { region, round, triads } = played
  const { consultant } = region
  const checked: (readonly [Triad, events.CheckedDate])[] = []
  for (const triad of triads) {
    const { date } = eventOf(played, triad.number)
    const later = events.daysLater(date, 70)
    for (const each of await events.checkDates(consultant, round, { triadId: triad.id }, [later]))
      checked.push([triad, each])
  }
  say()
  say(
    table(
      'The same sessions 70 days later, only asked about',
      ['Triad', 'Date', 'Clashes'],
      checked.map(([{ number }, at]) => [number, day(at.date), rulesOf(at)]),
    ),
  )
  must(
    checked.every(([, at]) => meetsOfsted(at)),
    'every later date meets the Ofsted window.',
  )

  const [fourth, { date }] = one(checked, ([{ number }]) => number === 4, 'a triad 4')
  const event = await events.proposeMeeting(consultant, round, fourth, date)
  const problem = await refusalOf(events.confirm(consultant, event))
  must(problem.status === 409 && problem.code === 'clash', 'confirming a blocking clash is refused.')
  const waivers = events.waiversFor(event, 'Agreed with Ofsted: no conversation that day')
  const waived = await events.tryConfirming(consultant, event, waivers)
  must(waived.state === 'confirmed', 'the waiver lets the date be confirmed.')
  const after = await events.readEvent(consultant, event)
  must(after.state === 'proposed', 'a dry run keeps nothing.')
  await events.cancel(consultant, event, 'Only tried')
  say()
  say(
    table(
      `Confirming ${event.title} on ${day(date)}`,
      ['Request', 'Answer'],
      [
        ['confirm', `${problem.status} ${problem.code}: ${problem.detail}`],
        ['confirm with its waiver, dry run', `${waived.state}; ${rulesOf(waived)}`],
        ['read it again', after.state],
      ],
    ),
  )
}

/** Asks about a day for which a required calendar does not answer. */
export const askBeyondCover = async ({ region, round, triads }: Played, say: Say): Promise<void> => {
  const triad = one(triads, ({ number }) => number === MOVED, `a triad ${MOVED}`)
  const [at] = await events.checkDates(region.consultant, round, { triadId: triad.id }, ['2020-09-16'])
  must(
    at?.coverage.some(({ answer }) => answer === 'unknown') ?? false,
    'a calendar says that it does not know.',
  )
  say()
  say(
    table(
      `Triad ${MOVED} on ${day(at?.date ?? '')}: what the required calendars answer`,
      ['Calendar', 'Answer'],
      at?.coverage.map(({ calendarKind, answer }) => [calendarKind, answer.toUpperCase()]) ?? [],
    ),
  )
  for (const { severity, message } of at?.clashes ?? []) say(note(`${severity}: ${message}`))
}

/** Confirms the six dates, whose warnings stop nothing, and opens the round. */
export const confirmDates = async (played: Played, say: Say): Promise<Played> => {
  const confirmed: events.ChallengeEvent[] = []
  for (const event of played.events) confirmed.push(await events.confirm(played.region.consultant, event))
  must(
    confirmed.every(({ state }) => state === 'confirmed'),
    'all six dates are confirmed.',
  )
  const { label, state } = await openRound(played.region, played.round)
  sayEvents(`All six confirmed, and the round ${label} is ${state}`, confirmed, say)
  return { ...played, events: confirmed }
}
