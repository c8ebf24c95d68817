import type { Fault } from '../failures.ts'
import { countOf } from '../words.ts'
import { loadOf, type ModerationFacts } from './moderation-facts.ts'
import type { ModerationPlanRequest, NamedPair } from './moderation-request.ts'

/** What of a request is wrong with the round that it is for, at the request's own fields. */
export const faultsOfModerationRequest = (
  facts: ModerationFacts,
  request: ModerationPlanRequest,
): Fault[] => [
  ...namesFaults(facts, request),
  ...loadFaults(facts, request),
  ...decidedFaults(facts, request),
]

const named = (facts: ModerationFacts) => ({
  paper: (id: string) => facts.papers.find((each) => each.id === id),
  moderator: (id: string) => facts.moderators.find((each) => each.id === id),
})

/** What the request names and the allocation has not, or names twice. */
const namesFaults = (facts: ModerationFacts, request: ModerationPlanRequest): Fault[] => {
  const { paper, moderator } = named(facts)
  const paperFault = (pointer: string, id: string): Fault[] =>
    paper(id)
      ? []
      : [
          {
            pointer,
            detail: 'This is none of the self-assessments that are allocated: they want moderators.',
          },
        ]
  const moderatorFault = (pointer: string, id: string): Fault[] =>
    moderator(id) ? [] : [{ pointer, detail: 'This is nobody of the moderators’ pool.' }]
  const twice = (list: string, keys: readonly string[]): Fault[] =>
    keys.flatMap((key, index) =>
      keys.indexOf(key) === index
        ? []
        : [{ pointer: `/${list}/${index}`, detail: 'The same is named twice here.' }],
    )
  const pairs = (list: 'pins' | 'bans' | 'suitability', all: readonly NamedPair[]): Fault[] => [
    ...all.flatMap(({ selfAssessmentId, moderatorId }, index) => [
      ...paperFault(`/${list}/${index}/selfAssessmentId`, selfAssessmentId),
      ...moderatorFault(`/${list}/${index}/moderatorId`, moderatorId),
    ]),
    ...twice(
      list,
      all.map(({ selfAssessmentId, moderatorId }) => `${selfAssessmentId} ${moderatorId}`),
    ),
  ]
  return [
    ...(['pins', 'bans', 'suitability'] as const).flatMap((list) => pairs(list, request[list])),
    ...request.loads.flatMap(({ moderatorId }, index) =>
      moderatorFault(`/loads/${index}/moderatorId`, moderatorId),
    ),
    ...twice(
      'loads',
      request.loads.map(({ moderatorId }) => moderatorId),
    ),
    ...request.themes.flatMap(({ selfAssessmentId }, index) =>
      paperFault(`/themes/${index}/selfAssessmentId`, selfAssessmentId),
    ),
    ...twice(
      'themes',
      request.themes.map(({ selfAssessmentId }) => selfAssessmentId),
    ),
  ]
}

/** Loads that no count meets, or that the policy forbids. */
const loadFaults = (
  { moderators, papers, ceiling: most }: ModerationFacts,
  request: ModerationPlanRequest,
) => {
  const { load, loads } = request
  const places: readonly (readonly [string, { readonly ceiling: number | null }, string])[] = [
    ['/load', load, ''],
    ...loads.map((each, index) => [`/loads/${index}`, each, each.moderatorId] as const),
  ]
  const faults = places.flatMap(([pointer, { ceiling }, id]): Fault[] => {
    if ((ceiling ?? 0) > most)
      return [
        {
          pointer: `${pointer}/ceiling`,
          detail: `The round's policy gives nobody more than ${countOf(most, 'assignment')}: change it first.`,
        },
      ]
    const taken = loadOf(request, id, most)
    return taken.floor <= taken.ceiling
      ? []
      : [
          {
            pointer,
            detail: `A floor of ${taken.floor} is above the ceiling of ${taken.ceiling}.`,
          },
        ]
  })
  if (faults.length > 0) return faults
  const least = moderators.reduce(
    (sum, each) => sum + Math.max(0, loadOf(request, each.id, most).floor - each.load),
    0,
  )
  const needed = papers.reduce((sum, { places: count }) => sum + count, 0)
  if (least <= needed) return []
  const detail =
    `The floors come to ${countOf(least, 'assignment')} beside what moderators have, and the self-assessments ` +
    `need ${countOf(needed, 'moderator')}.`
  return [{ pointer: (load.floor ?? 0) > 0 ? '/load/floor' : '/loads', detail }]
}

/** Decided pairs that cannot be, by themselves or together. */
const decidedFaults = (facts: ModerationFacts, request: ModerationPlanRequest): Fault[] => {
  const { paper, moderator } = named(facts)
  const before = (index: number) => request.pins.slice(0, index)
  return request.pins.flatMap(({ selfAssessmentId, moderatorId }, index): Fault[] => {
    const pointer = `/pins/${index}`
    const [where, who] = [paper(selfAssessmentId), moderator(moderatorId)]
    if (!where || !who) return []
    const isHere = (each: NamedPair) =>
      each.selfAssessmentId === selfAssessmentId && each.moderatorId === moderatorId
    const against = facts.barred.find((each) => each.paperId === where.id && each.moderatorId === who.id)
    if (against) return [{ pointer, detail: `${who.name} cannot moderate ${where.name}: ${against.because}` }]
    if (request.bans.some(isHere))
      return [{ pointer, detail: `${who.name} is banned from ${where.name} by the same request.` }]
    if (before(index).filter((each) => each.selfAssessmentId === where.id).length >= where.places)
      return [{ pointer, detail: `${where.name} needs no more than ${countOf(where.places, 'moderator')}.` }]
    const { ceiling } = loadOf(request, who.id, facts.ceiling)
    if (who.load + before(index).filter((each) => each.moderatorId === who.id).length >= ceiling)
      return [{ pointer, detail: `${who.name} would have more than ${countOf(ceiling, 'assignment')}.` }]
    return []
  })
}
