import { overlaps, type Span } from '../intervals.ts'

/** One person's place in one event. */
export interface Place {
  readonly eventId: string
  readonly personId: string
  readonly span: Span
}

/** A place in an event that takes time, and whether it had its person's time before. */
export interface WantedPlace extends Place {
  readonly held: boolean
}

/**
 * Which of the places have their person's time, when `taken` are other places that do. A new director can always
 * be recorded: where they inherit two events at one time, one of them has their time (one that had it before,
 * else the earlier) and the other shows the clash. So no two places that overlap ever both have it.
 */
export const placesThatHold = (
  wanted: readonly WantedPlace[],
  taken: readonly Place[],
): ReadonlySet<Place> => {
  const holding = new Set<Place>()
  const busy = new Map(Map.groupBy(taken, ({ personId }) => personId))
  for (const place of wanted.toSorted(firstServed)) {
    const theirs = busy.get(place.personId) ?? []
    if (theirs.some((other) => overlaps(other.span, place.span))) continue
    holding.add(place)
    busy.set(place.personId, [...theirs, place])
  }
  return holding
}

const firstServed = (a: WantedPlace, b: WantedPlace): number =>
  Number(b.held) - Number(a.held) ||
  a.span.from.getTime() - b.span.from.getTime() ||
  (a.eventId < b.eventId ? -1 : 1)
