import { loadAuthorities } from '../../db/authorities.ts'
import { conflictOf, selectConflicts } from '../../db/conflicts.ts'
import { type ChallengeEvent, eventOf, selectEvents } from '../../db/events.ts'
import { lookUpOne } from '../../db/lookups.ts'
import { loadNames } from '../../db/names.ts'
import { loadAppointmentsInRoles } from '../../db/people.ts'
import { loadProviders } from '../../db/providers.ts'
import { loadTriads, roundOf, selectRounds, type Triad } from '../../db/rounds.ts'
import { type StoredWaiver, standingWaivers } from '../../db/waivers.ts'
import { sharedOn } from '../../domain/authorities/providers.ts'
import { standingOn } from '../../domain/authorities/succession.ts'
import { severityOf } from '../../domain/clashes/policy.ts'
import { isLive } from '../../domain/events/event.ts'
import { addDays, daysBetween, type LocalDate, localDate } from '../../domain/intervals.ts'
import type { StoredConflict } from '../../domain/moderation/conflict.ts'
import type { PlanRequest } from '../../domain/planning/request.ts'
import type { RoundFacts } from '../../domain/planning/round-problem.ts'
import { type PlannedAuthority, type RoundSeat, seatsOfRound } from '../../domain/planning/round-seats.ts'
import { planSlots, slotIdOf } from '../../domain/planning/round-slots.ts'
import type { Round } from '../../domain/rounds/round.ts'
import { directorsOn } from '../../domain/triads/size.ts'
import { type Circles, loadCircles } from '../events/circles.ts'
import { regionOf, type Work } from '../use-case.ts'
import { loadMet } from './history.ts'

/** What a round is planned from, and the events that the plan would be instead of. */
export interface PlanFacts {
  readonly round: Round
  readonly request: PlanRequest
  readonly circles: Circles
  /** Facilitators are free nowhere yet: see `freeOn`. */
  readonly facts: RoundFacts
  /** The meetings of the triads that are planned anew, on their dates: nothing for a plan to keep clear of. */
  readonly replaced: readonly ChallengeEvent[]
  /** Of those that are confirmed, what was accepted. */
  readonly waivers: readonly StoredWaiver[]
}

/** Reads what a request's plan is made from, apart from what dates clash with. */
export const loadPlanFacts = async (work: Work, round: Round, request: PlanRequest): Promise<PlanFacts> => {
  const { id: regionId, timezone: zone } = regionOf(work)
  const today = localDate(work.now, zone)
  const { first: day, last } = round.window
  const circles = await loadCircles(work, [round.id])
  const standing = (id: string) => standingOn([id], day, circles.successions)
  const takingPart = circles.takingPart(round.id)
  const authorities = await authoritiesOf(work)
  const directors = await loadAppointmentsInRoles(work.trx, regionId, ['director'])
  const { offices } = await loadNames(work.trx, regionId)
  const seats = seatsOfRound(
    takingPart.flatMap((id) => authorities.get(id) ?? []),
    (id) => directorsOn(standing(id), directors, day).directorIds[0],
    offices,
  )
  const triads = await loadTriads(work.trx, round.id)
  const meetings = await meetingsOf(work, round)
  const aside = triads.filter(({ id }) => isSettledBy(request, meetings.get(id) ?? [], today))
  const kept = request.planned === 'dates' ? triads : null
  const planned = seatsBeside(seats, aside).filter(({ authorityIds }) => isIn(kept, authorityIds))
  const plannedIds = new Set(planned.flatMap(({ authorityIds }) => authorityIds))
  const open = triads.filter((triad) => triad.authorityIds.some((id) => plannedIds.has(id)))
  const replaced = open
    .flatMap(({ id }) => plannedMeeting(meetings.get(id) ?? []) ?? [])
    .filter(({ state }) => isLive(state))
  const confirmed = replaced.filter(({ state }) => state === 'confirmed')
  const slots = planSlots(
    { first: day > today ? day : addDays(today, 1), last },
    { length: request.length, halfDays: request.halfDays },
    zone,
  )
  const known = new Set(slots.map(({ id }) => id))
  const own = confirmed.flatMap(({ occasion, span }) => {
    const id = slotIdOf(occasion)
    if (known.has(id)) return []
    known.add(id)
    return [{ id, date: occasion.date, from: span.from.getTime(), until: span.until.getTime() }]
  })
  const conflicts = await conflictsIn(work, round)
  const participants = (id: string) => takingPart.filter((each) => standing(each).includes(id))
  const participantsOf = (id: string) => [...new Set(standing(id).flatMap(participants))]
  const membersOf = (event: ChallengeEvent) =>
    triads.find(({ id }) => id === event.triadId)?.authorityIds.filter((id) => plannedIds.has(id)) ?? []
  return {
    round,
    request,
    circles,
    replaced,
    waivers: await lookUpOne(
      work.trx,
      standingWaivers(
        confirmed.map(({ id }) => id),
        today,
      ),
    ),
    facts: {
      authorities,
      seats: planned,
      slots: [...slots, ...own],
      triads: open.map(({ number, authorityIds }) => ({
        number,
        authorityIds: authorityIds.filter((id) => plannedIds.has(id)),
      })),
      sizes: sizesOf(round),
      policy: round.policy.planning,
      facilitatorEventsPerDay: round.policy.clashes.facilitatorEventsPerDay,
      met: await metBefore(work, round, participantsOf),
      conflicts: conflicts.flatMap(({ personId, authorityId }) => {
        const seat = planned.find(({ directorId }) => directorId === personId)
        return participantsOf(authorityId)
          .filter((id) => plannedIds.has(id))
          .flatMap((id) =>
            seat?.authorityIds[0] ? [{ authorityIds: [seat.authorityIds[0], id] as const }] : [],
          )
      }),
      sharedProviders: sharedOn(await loadProviders(work.trx, regionId), day).map(
        ({ name, authorityIds }) => ({
          name,
          authorityIds: authorityIds.flatMap(participantsOf).filter((id) => plannedIds.has(id)),
        }),
      ),
      confirmed: confirmed.map((event) => ({
        authorityIds: membersOf(event),
        slotId: slotIdOf(event.occasion),
        facilitatorId: request.facilitators === null ? null : (event.facilitatorIds[0] ?? null),
      })),
      facilitators: new Map(
        request.facilitators?.map(({ personId }) => [
          personId,
          {
            name: offices[personId] ?? personId,
            freeOn: [],
            conflictIds: conflicts
              .filter((each) => each.personId === personId)
              .flatMap(({ authorityId }) => participantsOf(authorityId)),
          },
        ]),
      ),
    },
  }
}

/** The region's authorities as planning needs them. */
export const authoritiesOf = async (work: Work): Promise<ReadonlyMap<string, PlannedAuthority>> => {
  const all = await loadAuthorities(work.trx, regionOf(work).id)
  const byCode = new Map(all.flatMap(({ id, codes }) => codes.map(({ gssCode }) => [gssCode, id] as const)))
  return new Map(
    all.map(({ id, name, kind, latitude, longitude, statisticalNeighbours }) => [
      id,
      {
        id,
        name,
        kind,
        office: { latitude, longitude },
        neighbourIds: statisticalNeighbours.flatMap((code) => byCode.get(code) ?? []),
      },
    ]),
  )
}

/** A round's events of a kind that are not cancelled, by the time they begin. */
const standingEvents = async (
  work: Work,
  { id }: Round,
  kind: 'meeting' | 'visit',
): Promise<ChallengeEvent[]> => {
  const rows = await selectEvents(work.trx)
    .where('challengeEvent.roundId', '=', id)
    .where('challengeEvent.kind', '=', kind)
    .where('challengeEvent.state', '<>', 'cancelled')
    .orderBy('challengeEvent.startsAt')
    .orderBy('challengeEvent.id')
    .execute()
  return rows.map(eventOf)
}

/** The meetings of a round's triads that are not cancelled, by triad. */
export const meetingsOf = async (work: Work, round: Round): Promise<Map<string, ChallengeEvent[]>> =>
  Map.groupBy(await standingEvents(work, round, 'meeting'), ({ triadId }) => triadId ?? '')

/** A round's visits that are not cancelled, by the time they begin. */
export const visitsOf = (work: Work, round: Round): Promise<ChallengeEvent[]> =>
  standingEvents(work, round, 'visit')

/** Which of a triad's meetings a plan is about: the one that is agreed to, else the first. Others are left alone. */
export const plannedMeeting = (meetings: readonly ChallengeEvent[]): ChallengeEvent | undefined =>
  meetings.find(({ state }) => state === 'confirmed') ?? meetings[0]

/** Whether a triad has met, or has agreed to a date that the request leaves alone or that has come already. */
const isSettledBy = (
  { repair }: PlanRequest,
  meetings: readonly ChallengeEvent[],
  today: LocalDate,
): boolean =>
  meetings.some(
    ({ state, occasion }) =>
      state === 'held' || (state === 'confirmed' && (!repair || occasion.date <= today)),
  )

/** The seats none of whose authorities is in one of these triads. */
const seatsBeside = (seats: readonly RoundSeat[], aside: readonly Triad[]): RoundSeat[] => {
  const met = new Set(aside.flatMap(({ authorityIds }) => authorityIds))
  return seats.filter(({ authorityIds }) => !authorityIds.some((id) => met.has(id)))
}

/** Whether some of these triads are theirs; null stands for all that may be. */
const isIn = (triads: readonly Triad[] | null, authorityIds: readonly string[]): boolean =>
  triads?.some((triad) => triad.authorityIds.some((id) => authorityIds.includes(id))) ?? true

/** What the round's policy allows; where a thin meeting is a blocking clash, no group is as small. */
const sizesOf = ({ policy: { triadSize, clashes } }: Round) => {
  const { smallest, largest } = triadSize
  const least = severityOf(clashes, 'too-few-directors') === 'blocking' ? clashes.minimumDirectors : 0
  return { smallest: Math.min(largest, Math.max(smallest, least)), largest }
}

/** Who met in the region's earlier rounds, by those who stand for them now. */
export const metBefore = async (
  work: Work,
  { window }: Round,
  participantsOf: (id: string) => readonly string[],
): Promise<RoundFacts['met']> => {
  const { id: regionId } = regionOf(work)
  const rounds = (await selectRounds(work.trx).where('regionId', '=', regionId).execute()).map(roundOf)
  const earlier = new Map(
    rounds
      .filter((each) => each.window.first < window.first)
      .map((each) => [
        each.id,
        Math.max(1, Math.round(daysBetween(each.window.first, window.first) / 365.25)),
      ]),
  )
  return (await loadMet(work, participantsOf)).flatMap(({ roundId, authorityIds }) => {
    const yearsAgo = earlier.get(roundId)
    return yearsAgo === undefined ? [] : [{ authorityIds, yearsAgo }]
  })
}

/** The conflicts of interest that stand on any day of a round's window. */
export const conflictsIn = async (
  work: Work,
  { window }: Pick<Round, 'window'>,
): Promise<StoredConflict[]> => {
  const rows = await selectConflicts(work.trx).where('conflict.regionId', '=', regionOf(work).id).execute()
  return rows
    .map(conflictOf)
    .filter(({ from, until }) => from <= window.last && (until === null || until > window.first))
}
