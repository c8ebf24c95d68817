import { withWishes } from '../../domain/planning/policy.ts'
import { planClashes } from '../../domain/planning/round-clashes.ts'
import { visitSlot } from '../../domain/planning/visit-slots.ts'
import type { Visit, VisitsProblem } from '../../domain/planning/visits.ts'
import type { Ground } from '../clashes/ground.ts'
import type { Hosting, VisitFacts } from './facts.ts'
import { judgeVisits } from './judging.ts'

/** The whole problem of a round's visits; in no transaction, because judging a season's dates takes a while. */
export const buildVisitsProblem = async (facts: VisitFacts, ground: Ground): Promise<VisitsProblem> => {
  const { round, request, hostings, slots, offices } = facts
  const { standings, attendances } = await judgeVisits(facts, ground)
  const visits = hostings.map((each): Visit => {
    const { authorityId: id, name, authorityIds, meetingOn } = each.host
    return {
      id,
      name: `the visit to ${name}`,
      authorityIds,
      meets: meetingOn,
      attendances: attendances.get(id) ?? [],
      pinnedTo: pinnedTo(facts, each),
      agreed: agreedOf(each, attendances.get(id) ?? []),
    }
  })
  const present = new Set([...attendances.values()].flat().flatMap(({ personIds }) => personIds))
  return {
    visits,
    slots,
    people: [...present].toSorted().map((id) => ({ id, name: offices[id] ?? id })),
    clashes: planClashes(visits, standings),
    expectedInspections: request.expectedInspections,
    policy: withWishes(round.policy.planning, request.policy),
  }
}

/** The slots that begin on the dates to which a host's visit is pinned, by every pin that there is of it. */
const pinnedTo = ({ request, slots }: VisitFacts, { host }: Hosting): string[] | null => {
  const pins = request.pins.filter(({ hostId }) => hostId === host.authorityId)
  if (pins.length === 0) return null
  return slots
    .filter(({ occasion }) => pins.every(({ dates }) => dates.includes(occasion.date)))
    .map(({ id }) => id)
}

const agreedOf = ({ event }: Hosting, attendances: Visit['attendances']): Visit['agreed'] => {
  if (event?.state !== 'confirmed') return null
  const slotId = visitSlot(event.occasion, event.span).id
  const personIds = attendances.find(({ slotIds }) => slotIds.includes(slotId))?.personIds ?? []
  return { slotId, personIds }
}
