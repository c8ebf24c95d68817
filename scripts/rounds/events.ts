import { DateTime } from 'luxon'
import type { Api, Clash } from '../api.ts'
import type { Round, Triad } from './load-round.ts'
import type { PublishedEvent, PublishedRound } from './programme.ts'

/** A challenge event as the service has it. */
export interface ChallengeEvent {
  readonly id: string
  readonly triadId: string | null
  readonly kind: string
  readonly title: string
  readonly state: string
  readonly date: string
  readonly startTime: string | null
  readonly endTime: string | null
  readonly people: readonly { readonly personId: string; readonly name: string; readonly capacity: string }[]
  readonly clashes: readonly Clash[]
}

/** One date as `POST /v1/clash-checks` judges it. */
export interface CheckedDate {
  readonly date: string
  readonly clashes: readonly Clash[]
  readonly coverage: readonly {
    readonly calendarKind: string
    readonly answer: 'free' | 'busy' | 'unknown'
  }[]
}

/** One move in an event's history. */
export interface HistoryEntry {
  readonly move: string
  readonly from: string | null
  readonly to: string
  readonly old: { readonly date: string } | null
  readonly reason: string | null
}

/** An accepted clash, in the words of a request. */
export interface Waiver {
  readonly rule: string
  readonly commitmentId: string | null
  readonly reason: string
}

const pathOf = ({ id }: ChallengeEvent): string => `/v1/challenge-events/${id}`

/** The consultant pencils in a triad's meeting for a whole day. */
export const proposeMeeting = (
  consultant: Api,
  round: Round,
  triad: Triad,
  date: string,
  facilitatorIds: readonly string[] = [],
): Promise<ChallengeEvent> =>
  consultant.create('/v1/challenge-events', {
    roundId: round.id,
    triadId: triad.id,
    kind: 'meeting',
    date,
    facilitatorIds,
  })

/** The consultant pencils in an event of the whole round. */
export const proposeForRound = (
  consultant: Api,
  round: Round,
  { kind, title, date, startTime, endTime }: PublishedEvent,
): Promise<ChallengeEvent> =>
  consultant.create('/v1/challenge-events', { roundId: round.id, kind, title, date, startTime, endTime })

/**
 * The consultant pencils in every published date of a round, in the order of its triads; `facilitatorOf` names who
 * facilitates each, by its number.
 */
export const proposeMeetings = async (
  consultant: Api,
  round: Round,
  triads: readonly Triad[],
  published: PublishedRound,
  facilitatorOf: ReadonlyMap<number, string> = new Map(),
): Promise<readonly ChallengeEvent[]> => {
  const events: ChallengeEvent[] = []
  for (const [index, { date }] of published.triads.entries()) {
    const triad = triads[index]
    if (!triad || !date) continue
    const facilitator = facilitatorOf.get(triad.number)
    events.push(await proposeMeeting(consultant, round, triad, date, facilitator ? [facilitator] : []))
  }
  return events
}

/** One of an event's timed sessions, as requests give it and answers show it. */
export interface Session {
  readonly title?: string
  readonly startTime: string
  readonly endTime: string
  readonly place: string | null
  readonly subject: { readonly authorityId: string } | null
  readonly authorities: readonly { readonly authorityId: string }[]
}

/** An event's sessions by the time they begin. */
export const sessionsOf = async (
  api: Api,
  event: ChallengeEvent,
): Promise<readonly (Session & { readonly id: string })[]> =>
  (await api.read<{ items: (Session & { id: string })[] }>(`${pathOf(event)}/sessions`)).items

/** The consultant says what an event's sessions are: the whole list. */
export const setSessions = (
  consultant: Api,
  event: ChallengeEvent,
  sessions: readonly Session[],
): Promise<unknown> => consultant.change('PUT', `${pathOf(event)}/sessions`, { sessions })

/** The consultant confirms an event, accepting the clashes that the waivers name. */
export const confirm = (
  consultant: Api,
  event: ChallengeEvent,
  waivers: readonly Waiver[] = [],
): Promise<ChallengeEvent> => consultant.move(pathOf(event), 'confirm', { waivers })

/** Confirming as it would go: nothing is kept. */
export const tryConfirming = (
  consultant: Api,
  event: ChallengeEvent,
  waivers: readonly Waiver[] = [],
): Promise<ChallengeEvent> => consultant.move(pathOf(event), 'confirm?dryRun=true', { waivers })

/** The consultant gives an event another date, for a reason that its history keeps. */
export const reschedule = (
  consultant: Api,
  event: ChallengeEvent,
  date: string,
  reason: string,
): Promise<ChallengeEvent> => consultant.move(pathOf(event), 'reschedule', { date, reason })

/** The consultant cancels an event for good. */
export const cancel = (consultant: Api, event: ChallengeEvent, reason: string): Promise<ChallengeEvent> =>
  consultant.move(pathOf(event), 'cancel', { reason })

/** An event as it stands now. */
export const readEvent = (api: Api, event: ChallengeEvent): Promise<ChallengeEvent> => api.read(pathOf(event))

/** What became of an event, move by move. */
export const historyOf = (api: Api, event: ChallengeEvent): Promise<HistoryEntry[]> =>
  api.list(`${pathOf(event)}/history`)

/** What stands against some dates, of a triad or of an event that might move; writes nothing. */
export const checkDates = async (
  api: Api,
  round: Round,
  subject: { readonly triadId: string } | { readonly eventId: string },
  dates: readonly string[],
): Promise<readonly CheckedDate[]> => {
  const occasions = dates.map((date) => ({ date }))
  const body = { roundId: round.id, ...subject, occasions }
  const answer = await api.send<{ items: CheckedDate[] }>('POST', '/v1/clash-checks', body)
  return answer.body.items
}

/** The waivers that would excuse every blocking clash of an event. */
export const waiversFor = (event: Pick<ChallengeEvent, 'clashes'>, reason: string): Waiver[] =>
  blockingOf(event).map(({ rule, commitmentId }) => ({ rule, commitmentId, reason }))

/** The clashes that refuse confirming. */
export const blockingOf = ({ clashes }: Pick<ChallengeEvent, 'clashes'>): Clash[] =>
  clashes.filter(({ severity }) => severity === 'blocking')

/** A local date some days later. */
export const daysLater = (date: string, days: number): string =>
  DateTime.fromISO(date, { zone: 'utc' }).plus({ days }).toISODate() ?? date

/** Every day from Monday to Friday between two, both included. */
export const weekdaysBetween = (first: string, last: string): string[] => {
  const days: string[] = []
  for (let day = first; day <= last; day = daysLater(day, 1)) {
    if (DateTime.fromISO(day, { zone: 'utc' }).weekday <= 5) days.push(day)
  }
  return days
}
