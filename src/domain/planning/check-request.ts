import type { Fault } from '../failures.ts'
import { dayInWords } from '../words.ts'
import type { PlanRequest } from './request.ts'
import type { RoundFacts } from './round-problem.ts'

/** What of a request is wrong with the round that it is for, at the request's own fields. */
export const faultsOfRequest = (
  facts: RoundFacts,
  request: PlanRequest,
  seatOf: ReadonlyMap<string, string>,
): Fault[] =>
  facts.seats.length === 0
    ? [NOBODY]
    : [...namesFaults(facts, request, seatOf), ...triadFaults(facts, request, seatOf)]

const NOBODY: Fault = {
  pointer: '/repair',
  detail:
    'Nobody is left to plan for: whoever has met or agreed to a date is left alone, unless the plan is a repair, and where only dates are planned, whoever is in no triad.',
}

/** What the request names and the plan has not. */
const namesFaults = (
  { slots, seats, authorities }: RoundFacts,
  request: PlanRequest,
  seatOf: ReadonlyMap<string, string>,
): Fault[] => {
  const named = (ids: readonly string[], at: (index: number) => string): Fault[] =>
    ids.flatMap((id, index) =>
      seatOf.has(id)
        ? []
        : [
            {
              pointer: at(index),
              detail: `${authorities.get(id)?.name ?? id} is not among those who are planned for.`,
            },
          ],
    )
  const days = new Set(slots.map(({ date }) => date))
  const chairs = new Set(request.facilitators?.map(({ personId }) => personId))
  const tags = new Set([
    ...seats.flatMap(({ authorityIds }) => authorityIds.flatMap((id) => authorities.get(id)?.kind ?? [])),
    ...request.tags.map(({ tag }) => tag),
  ])
  return [
    ...request.pins.flatMap(({ authorityIds, dates, facilitatorId }, index) => [
      ...named(authorityIds, (place) => `/pins/${index}/authorities/${place}`),
      ...(dates ?? []).flatMap((date, place) =>
        days.has(date)
          ? []
          : [
              {
                pointer: `/pins/${index}/dates/${place}`,
                detail: `${dayInWords(date)} is no working day that is left of the round's window.`,
              },
            ],
      ),
      ...(facilitatorId === null || chairs.has(facilitatorId)
        ? []
        : [
            {
              pointer: `/pins/${index}/facilitatorId`,
              detail: 'This is none of the facilitators of the request.',
            },
          ]),
    ]),
    ...request.bans.flatMap(({ authorityIds }, index) => [
      ...named(authorityIds, (place) => `/bans/${index}/authorities/${place}`),
      ...(authorityIds.every((id) => seatOf.has(id)) &&
      new Set(authorityIds.map((id) => seatOf.get(id))).size < 2
        ? [
            {
              pointer: `/bans/${index}/authorities`,
              detail: 'These two have one director, who is never apart.',
            },
          ]
        : []),
    ]),
    ...request.quotas.flatMap(({ tag }, index) =>
      tags.has(tag)
        ? []
        : [
            {
              pointer: `/quotas/${index}/tag`,
              detail: `Nobody counts as “${tag}”: it is no kind of authority here and none of the request's tags.`,
            },
          ],
    ),
    ...request.expectedInspections.flatMap(({ authorityId }, index) =>
      named([authorityId], () => `/expectedInspections/${index}/authority`),
    ),
  ]
}

/** Where triads are kept, no director is in two. */
const triadFaults = (
  { triads, seats }: RoundFacts,
  { planned }: PlanRequest,
  seatOf: ReadonlyMap<string, string>,
): Fault[] => {
  if (planned === 'triads-and-dates') return []
  const fault = (detail: string) => ({ pointer: '/planned', detail })
  return seats
    .filter(
      ({ id }) =>
        triads.filter((triad) => triad.authorityIds.some((each) => seatOf.get(each) === id)).length > 1,
    )
    .map(({ name }) => fault(`${name} is in more than one triad of the round.`))
}
