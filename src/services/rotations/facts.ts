import { takingPartIn } from '../../db/circles.ts'
import { lookUpOne } from '../../db/lookups.ts'
import { loadNames } from '../../db/names.ts'
import { loadAppointmentsInRoles } from '../../db/people.ts'
import type { HeldRound } from '../../db/rotations.ts'
import { roundOf, selectRounds } from '../../db/rounds.ts'
import { loadSuccessions } from '../../db/successions.ts'
import { beginningOf, standingOn, whyNotStanding } from '../../domain/authorities/succession.ts'
import { type Fault, failure, type Result, success } from '../../domain/failures.ts'
import { addDays, localDate } from '../../domain/intervals.ts'
import { pairKey } from '../../domain/planning/rotation.ts'
import type { RotationFacts, RotationRequest } from '../../domain/planning/rotation-request.ts'
import { seatsOfRound } from '../../domain/planning/round-seats.ts'
import type { Round } from '../../domain/rounds/round.ts'
import { directorsOn } from '../../domain/triads/size.ts'
import { authoritiesOf, conflictsIn } from '../plans/facts.ts'
import { loadMet } from '../plans/history.ts'
import { regionOf, type Work } from '../use-case.ts'

/**
 * Reads what a rotation is made from as the region stands today: who sits where, which conflicts stand, and who met in
 * the rounds that count as held. Refuses participants that do not stand today.
 */
export const loadRotationFacts = async (
  work: Work,
  request: RotationRequest,
): Promise<Result<{ readonly facts: RotationFacts; readonly history: readonly HeldRound[] }>> => {
  const { id: regionId, timezone } = regionOf(work)
  const today = localDate(work.now, timezone)
  const successions = await loadSuccessions(work.trx, regionId)
  const authorities = await authoritiesOf(work)
  const rounds = (await selectRounds(work.trx).where('regionId', '=', regionId).execute()).map(roundOf)
  const nameOf = (id: string) => authorities.get(id)?.name ?? id
  const faults = (request.participantIds ?? []).flatMap((id, at): Fault[] => {
    const detail = whyNotStanding(id, today, successions, nameOf)
    return detail === null ? [] : [{ pointer: `/participants/${at}`, detail }]
  })
  if (faults.length > 0)
    return failure('invalid-request', faults.map(({ detail }) => detail).join(' '), faults)
  const begun = [...authorities.keys()].filter((id) => (beginningOf(id, successions) ?? today) <= today)
  const given = request.participantIds ?? (await membersOfNewest(work, rounds)) ?? begun
  const participants = standingOn(given, today, successions)
  const participantsOf = (id: string) =>
    standingOn([id], today, successions).filter((each) => participants.includes(each))

  const directors = await loadAppointmentsInRoles(work.trx, regionId, ['director'])
  const { offices } = await loadNames(work.trx, regionId)
  const seats = seatsOfRound(
    participants.flatMap((id) => authorities.get(id) ?? []),
    (id) => directorsOn([id], directors, today).directorIds[0],
    offices,
  )
  const [since, before] = [request.since ?? '', request.before ?? addDays(today, 1)]
  const held = rounds
    .filter(({ window: { first } }) => first >= since && first < before)
    .toSorted((a, b) => (a.window.first < b.window.first ? -1 : 1))
  const labels = new Map(held.map(({ id, label }) => [id, label]))
  const met = (await loadMet(work, participantsOf)).flatMap(({ roundId, authorityIds }) => {
    const label = labels.get(roundId)
    return label === undefined ? [] : [{ roundId, label, authorityIds }]
  })
  const conflicts = await conflictsIn(work, { window: { first: today, last: today } })
  const seatOf = new Map(seats.flatMap(({ id, authorityIds }) => authorityIds.map((each) => [each, id])))
  const pairsOf = (roundId: string) =>
    new Set(
      met.flatMap(({ roundId: of, authorityIds: [a, b] }) => {
        const [one = '', other = ''] = [seatOf.get(a), seatOf.get(b)]
        return of === roundId && one !== other ? [pairKey(one, other)] : []
      }),
    )
  return success({
    facts: {
      authorities,
      seats,
      met,
      conflicts: conflicts.flatMap(({ personId, authorityId }) => {
        const [own] = seats.find(({ directorId }) => directorId === personId)?.authorityIds ?? []
        return own === undefined
          ? []
          : participantsOf(authorityId).map((id) => ({ authorityIds: [own, id] as const }))
      }),
    },
    history: held.map(({ id, label }) => ({ id, label, pairs: pairsOf(id).size })),
  })
}

/** Who takes part in the newest round; null where there is no round. */
const membersOfNewest = async (work: Work, rounds: readonly Round[]): Promise<string[] | null> => {
  const newest = rounds.toSorted((a, b) => (a.window.first < b.window.first ? 1 : -1))[0]
  if (newest === undefined) return null
  return (await lookUpOne(work.trx, takingPartIn([newest.id]))).get(newest.id) ?? []
}
