import { DateTime } from 'luxon'
import { idsOf, type LoadedRegion } from './load-region.ts'
import type { PublishedRound } from './programme.ts'

/** A round as the service has it. */
export interface Round {
  readonly id: string
  readonly label: string
  readonly state: string
  readonly method: string
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

/** The window of a round, and why where it is not published: the year of its name, or the months of its dates. */
export const windowOf = (round: PublishedRound): Window & { readonly inferred: string | null } => {
  if (round.window) {
    const { first, last, inferred = null } = round.window
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

/** A round's published deadlines, as the service takes them. */
const deadlinesOf = ({ deadlines }: PublishedRound) =>
  Object.fromEntries(Object.entries(deadlines ?? {}).map(([name, day]) => [name, day?.date ?? null]))

const policyOf = ({ policy, readership }: PublishedRound) => ({
  ...(policy?.severities && { clashes: { severities: policy.severities } }),
  ...(policy?.triadSize && { triadSize: policy.triadSize }),
  ...(policy?.challenges && { challenges: policy.challenges }),
  ...(policy?.moderation && { moderation: policy.moderation }),
  ...(readership && { readership: readership.value }),
})

/** The consultant creates a round with its participants and triads. */
export const createRound = (
  region: LoadedRegion,
  published: PublishedRound,
  deadlines: Partial<Deadlines> = deadlinesOf(published),
): Promise<Round> => {
  const { first, last } = windowOf(published)
  const named = idsOf(region)
  const triads = published.triads.map(({ members }) => members.map(named))
  const everybody = region.authorities.map(({ id }) => ({ authorityId: id }))
  const participants = published.participants === 'all' ? everybody : triads.flat()
  return region.consultant.create('/v1/rounds', {
    label: published.label,
    method: published.method,
    window: { first, last },
    deadlines,
    policy: policyOf(published),
    requiredCalendars: (published.requiredCalendars?.kinds ?? []).map((kind) => ({ kind, scope: 'region' })),
    participants: participants.map((authority) => ({ authority })),
    triads,
  })
}

/** Who challenges whom in a directed round, as the service has it. */
export interface Challenges {
  readonly items: readonly {
    readonly authority: { readonly name: string }
    readonly challengers: readonly { readonly name: string }[]
    readonly load: number
  }[]
  readonly unchallenged: readonly { readonly name: string }[]
}

/** Who challenges whom in a directed round. */
export const readChallenges = ({ consultant }: LoadedRegion, round: Round): Promise<Challenges> =>
  consultant.read(`/v1/rounds/${round.id}/challenges`)

/** The consultant says who challenges whom, where it is published. */
export const directChallenges = async (
  region: LoadedRegion,
  round: Round,
  { challenges }: PublishedRound,
): Promise<void> => {
  if (challenges === undefined) return
  const named = idsOf(region)
  await region.consultant.change('PUT', `/v1/rounds/${round.id}/challenges`, {
    challenges: challenges.each.map(({ authority, challengers }) => ({
      authority: named(authority),
      challengers: challengers.map(named),
    })),
  })
}

/** The consultant opens a round: from now on its deadlines stand in calendars. */
export const openRound = ({ consultant }: LoadedRegion, round: Round): Promise<Round> =>
  consultant.change('PATCH', `/v1/rounds/${round.id}`, { state: 'open' })

/** The triads of a round by number. */
export const triadsOf = async ({ consultant }: LoadedRegion, round: Round): Promise<readonly Triad[]> =>
  (await consultant.list<Triad>(`/v1/rounds/${round.id}/triads`)).toSorted((a, b) => a.number - b.number)
