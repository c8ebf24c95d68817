import { DateTime } from 'luxon'
import type { LoadedRegion } from './load-region.ts'
import type { PublishedRound } from './published.ts'

/** A round as the service has it. */
export interface Round {
  readonly id: string
  readonly label: string
  readonly state: string
  readonly takingPart: number
  readonly window: Window
  readonly pairs: {
    readonly total: number
    readonly repeated: number
    readonly previousRound: { readonly label: string } | null
  }
}

/** A triad as the service has it. */
export interface Triad {
  readonly id: string
  readonly number: number
  readonly authorities: readonly { readonly id: string; readonly name: string }[]
  readonly directors: readonly { readonly id: string; readonly name: string }[]
  readonly pairsBefore: number
}

/** Days, both included; `inferred` says why where no page gives them. */
interface Window {
  readonly first: string
  readonly last: string
}

/** When papers are due in a round. */
export interface Deadlines {
  readonly selfAssessmentDue: string
  readonly commentsDue: string
  readonly releaseOn: string
}

/**
 * Without these calendars the South East could not choose its dates: an answer for the region from each. The
 * school terms of every authority would be a fourth, were more than West Sussex's published.
 */
export const REQUIRED_CALENDARS = ['ofsted-annual-conversation', 'pre-election-period', 'bank-holiday']

/** The window of a round, and why where it is not published: the year of its name, or the months of its dates. */
export const windowOf = (round: PublishedRound): Window & { readonly inferred: string | null } => {
  if (round.window) {
    const { first, last, inferred } = round.window
    return { first, last, inferred }
  }
  const dates = round.triads.flatMap(({ date }) => date ?? []).toSorted()
  const [first, last] = [dates[0], dates.at(-1)]
  if (first && last) {
    return {
      first: DateTime.fromISO(first).startOf('month').toISODate() ?? first,
      last: DateTime.fromISO(last).endOf('month').toISODate() ?? last,
      inferred: 'no page names a window: from the first to the last day of the months of its dates',
    }
  }
  return {
    first: `${round.label}-01-01`,
    last: `${round.label}-12-31`,
    inferred: 'no page names a window or any date: the calendar year',
  }
}

/** The consultant creates a round with its participants and triads. */
export const createRound = (
  { consultant, authorities }: LoadedRegion,
  published: PublishedRound,
  deadlines: Partial<Deadlines> = {},
): Promise<Round> => {
  const { first, last } = windowOf(published)
  const idOf = new Map(authorities.map(({ name, id }) => [name, id]))
  const named = (name: string) => ({ authorityId: idOf.get(name) ?? name })
  const triads = published.triads.map(({ members }) => members.map(named))
  return consultant.create('/v1/rounds', {
    label: published.label,
    window: { first, last },
    deadlines,
    policy: {
      ...(published.policy && { clashes: { severities: published.policy.severities } }),
      ...(published.readership && { readership: published.readership.value }),
    },
    requiredCalendars: published.policy ? REQUIRED_CALENDARS.map((kind) => ({ kind, scope: 'region' })) : [],
    participants: triads.flat().map((authority) => ({ authority })),
    triads,
  })
}

/** The consultant opens a round: from now on its deadlines stand in calendars. */
export const openRound = ({ consultant }: LoadedRegion, round: Round): Promise<Round> =>
  consultant.change('PATCH', `/v1/rounds/${round.id}`, { state: 'open' })

/** The triads of a round by number. */
export const triadsOf = async ({ consultant }: LoadedRegion, round: Round): Promise<readonly Triad[]> =>
  (await consultant.list<Triad>(`/v1/rounds/${round.id}/triads`)).toSorted((a, b) => a.number - b.number)
