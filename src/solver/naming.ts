import type { Choice } from '../domain/planning/costing.ts'
import { diaryLimits } from '../domain/planning/facilitators.ts'
import { type Ground, placesOf } from '../domain/planning/ground.ts'
import { forbids, type Requirement } from '../domain/planning/requirements.ts'
import { NO_HALT } from './halt.ts'
import type { Highs } from './highs.ts'
import { type Column, minimise, type Row } from './mixed.ts'

/**
 * Who chairs which of the chosen events, where it is known that somebody can: as many as possible keep the facilitator
 * with whom one of their seats was confirmed. Null where events have none.
 */
export const nameFacilitators = (
  highs: Highs,
  ground: Ground,
  requirements: readonly Requirement[],
  choices: readonly Choice[],
  seed: number,
): (string | null)[] => {
  const { facilitators, problem, slotAt, seats } = ground
  if (problem.facilitators === null) return choices.map(() => null)
  const rows: Row[] = choices.map(() => ({ lower: 1, upper: 1 }))
  const columns: Column[] = []
  const meaning: { readonly event: number; readonly id: string }[] = []
  const confirmedWith = new Map(
    problem.confirmed.flatMap(({ seatIds, facilitatorId }) => seatIds.map((id) => [id, facilitatorId])),
  )
  for (const [at, { id, slotIds, notFor, most }] of facilitators.entries()) {
    const free = placesOf(slotIds, slotAt)
    const mayChair = ({ members, slot }: Choice) =>
      free.includes(slot) &&
      !members.some((seat) => notFor.includes(seats[seat]?.id ?? '')) &&
      !requirements.some((each) => forbids(each, { members, slot }, at))
    const limits = [
      ...free.map((slot) => ({ slots: [slot], most: 1 })),
      ...diaryLimits(ground),
      ...(most === null ? [] : [{ slots: free, most }]),
    ].map((limit) => ({ slots: limit.slots, row: rows.push({ lower: 0, upper: limit.most }) - 1 }))
    for (const [event, choice] of choices.entries()) {
      if (!mayChair(choice)) continue
      const keeps = choice.members.some((seat) => confirmedWith.get(seats[seat]?.id ?? '') === id)
      const counted = [
        event,
        ...limits.filter(({ slots }) => slots.includes(choice.slot)).map(({ row }) => row),
      ]
      columns.push({ cost: keeps ? 0 : 1, upper: 1, rows: counted, values: counted.map(() => 1) })
      meaning.push({ event, id })
    }
  }
  const { values } = minimise(highs, { rows, columns }, { halt: NO_HALT, seed })
  if (values === null) throw new Error('a plan whose events cannot all be chaired')
  const names: (string | null)[] = choices.map(() => null)
  for (const [at, { event, id }] of meaning.entries()) if ((values[at] ?? 0) > 0.5) names[event] = id
  return names
}
