import type { ChallengeEvent } from '../../db/events.ts'
import type { EventPerson } from '../../domain/clashes/facts.ts'
import type { SeenClash } from '../../domain/clashes/visibility.ts'
import { isLive } from '../../domain/events/event.ts'
import { type Judged, judge, seenBy, stillStanding } from '../clashes/judging.ts'
import type { Work } from '../use-case.ts'

export type { ChallengeEvent } from '../../db/events.ts'

/** An event as somebody sees it. */
export interface EventView extends ChallengeEvent {
  /** A triad's, or those of all that take part in the round. */
  readonly authorityIds: readonly string[]
  /** Who takes part, by their offices, in all or some of it; nobody while it stands on no date. */
  readonly people: readonly (EventPerson & { readonly name: string })[]
  /** Authorities among them without a director in post on its first day. */
  readonly vacantAuthorityIds: readonly string[]
  readonly clashes: readonly SeenClash[]
}

/** The events with their people and clashes, in as many queries for all of them as for one. */
export const viewEvents = async (work: Work, events: readonly ChallengeEvent[]): Promise<EventView[]> =>
  viewsOf(work, await judge(work, events))

/** One event with its people and clashes. */
export const viewEvent = async (work: Work, event: ChallengeEvent): Promise<EventView> => {
  const [view] = await viewEvents(work, [event])
  if (view === undefined) throw new Error('a view for each event')
  return view
}

/** Judged events as the actor sees them, with what still stands against them. */
export const viewsOf = (work: Work, judged: Judged): EventView[] => {
  const { ground, events } = stillStanding(work, judged)
  return events.map(({ event, clashes }) => {
    const { authorityIds, vacantAuthorityIds } = ground.circles.expected(event)
    const everybody = (ground.peopleAt.get(event.id) ?? []).map(({ personId, as }) => ({
      personId,
      as,
      name: ground.names.offices[personId] ?? '',
    }))
    const people = [...new Map(everybody.map((each) => [`${each.personId} ${each.as}`, each])).values()]
    return {
      ...event,
      authorityIds,
      people: people.toSorted((a, b) => (`${a.name}\n${a.personId}` < `${b.name}\n${b.personId}` ? -1 : 1)),
      vacantAuthorityIds: isLive(event.state) ? vacantAuthorityIds : [],
      clashes: seenBy(work, ground, clashes),
    }
  })
}
