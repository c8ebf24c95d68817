import type { Event, Facilitator, Problem, Slot } from './file.ts'

/** What an event breaks by itself, a sentence each; none where it may be. */
export const faultsOf = (problem: Problem, { seatIds, slotId, facilitatorId }: Event): string[] => {
  const who = seatIds.join(', ')
  const has = (id: string) => seatIds.includes(id)
  const { smallest, largest } = problem.sizes
  const faults: string[] = []
  const refuse = (isBroken: boolean, words: string) =>
    isBroken && faults.push(`${who} on ${slotId}: ${words}`)
  refuse(seatIds.length < smallest || seatIds.length > largest, `${seatIds.length} seats`)
  for (const clash of problem.clashes)
    refuse(
      clash.severity === 'blocking' && clash.slotIds.includes(slotId) && (clash.seatIds?.some(has) ?? true),
      clash.because,
    )
  for (const ban of problem.bans) refuse(ban.seatIds.every(has), ban.because)
  for (const quota of problem.quotas) {
    const there = problem.seats.filter(({ id, tags }) => has(id) && tags.includes(quota.tag)).length
    const isMissed = there < quota.atLeast || there > (quota.atMost ?? there)
    refuse(quota.isHard && isMissed, `${there} of ${quota.tag}`)
  }
  for (const pin of problem.pins) {
    const inside = pin.seatIds.filter(has).length
    if (pin.kind === 'together') refuse(inside > 0 && inside < pin.seatIds.length, `pin ${pin.id}`)
    if (pin.kind === 'dates') refuse(inside > 0 && !pin.slotIds?.includes(slotId), `pin ${pin.id}`)
    if (pin.kind === 'facilitator' && problem.facilitators !== null && facilitatorId !== null)
      refuse(inside > 0 && facilitatorId !== pin.facilitatorId, `pin ${pin.id}`)
  }
  const chair = problem.facilitators?.find(({ id }) => id === facilitatorId)
  refuse(problem.facilitators !== null && !chair, `nobody known chairs it`)
  refuse(problem.facilitators === null && facilitatorId !== null, `a facilitator where events have none`)
  if (chair) {
    refuse(!chair.slotIds.includes(slotId), `${chair.id} is not free`)
    refuse(chair.notFor.some(has), `${chair.id} may not chair it`)
  }
  return faults
}

/** What a facilitator's events break all together. */
export const faultsOfChair = (problem: Problem, chair: Facilitator, slotIds: readonly string[]): string[] => {
  const slots = slotIds.flatMap((id) => problem.slots.find((slot) => slot.id === id) ?? [])
  const faults: string[] = []
  if (chair.most !== null && slots.length > chair.most) faults.push(`${chair.id} chairs ${slots.length}`)
  for (const [at, one] of slots.entries())
    for (const other of slots.slice(at + 1))
      if (meet(one, other)) faults.push(`${chair.id} is in two places, ${one.id} and ${other.id}`)
  for (const [date, sameDay] of Map.groupBy(slots, (slot) => slot.date))
    if (sameDay.length > problem.facilitatorEventsPerDay)
      faults.push(`${chair.id} chairs ${sameDay.length} on ${date}`)
  return faults
}

export const meet = (a: Slot, b: Slot): boolean => Math.max(a.from, b.from) < Math.min(a.until, b.until)

/** Everything that a plan breaks. */
export const faultsOfPlan = (problem: Problem, events: readonly Event[]): string[] => {
  const placed = events.flatMap(({ seatIds }) => seatIds)
  const known = new Set(problem.slots.map(({ id }) => id))
  return [
    ...problem.seats.flatMap(({ id }) => {
      const times = placed.filter((each) => each === id).length
      return times === 1 ? [] : [`${id} is in ${times} events`]
    }),
    ...placed.filter((id) => !problem.seats.some((seat) => seat.id === id)).map((id) => `${id} is no seat`),
    ...events.filter(({ slotId }) => !known.has(slotId)).map(({ slotId }) => `${slotId} is no slot`),
    ...events.flatMap((event) => faultsOf(problem, event)),
    ...(problem.facilitators ?? []).flatMap((chair) =>
      faultsOfChair(
        problem,
        chair,
        events.filter(({ facilitatorId }) => facilitatorId === chair.id).map(({ slotId }) => slotId),
      ),
    ),
  ]
}
