import type { EventState } from '../events/event.ts'
import { isSameOccasion, type Occasion } from '../intervals.ts'

/** A triad's meeting as it is: not cancelled, not held. */
export interface StandingMeeting {
  readonly id: string
  readonly title: string
  readonly state: EventState
  readonly occasion: Occasion
  readonly facilitatorIds: readonly string[]
}

/** A triad as it is, with its meeting if it has one. */
export interface StandingTriad {
  readonly id: string
  readonly number: number
  readonly authorityIds: readonly string[]
  readonly meeting: StandingMeeting | null
}

/** A group as a plan has it. */
export interface PlannedGroup {
  readonly authorityIds: readonly string[]
  readonly occasion: Occasion
  /** Null where the plan has nothing to say of who chairs. */
  readonly facilitatorIds: readonly string[] | null
}

/** What becomes of a triad: as it is, with others in it, made anew, or with nobody in it any more. */
export interface TriadStep {
  readonly action: 'keep' | 'change' | 'create' | 'empty'
  /** Null for one that is made. */
  readonly triad: StandingTriad | null
  readonly authorityIds: readonly string[]
  readonly event: EventStep | null
}

/** What becomes of a triad's meeting. */
export interface EventStep {
  /**
   * `dissolve` takes a date off people who had agreed to meet others, and gives the meeting, with others, its new
   * date, to be agreed to anew.
   */
  readonly action: 'keep' | 'propose' | 'move' | 'dissolve' | 'cancel'
  /** Null for one that is proposed. */
  readonly meeting: StandingMeeting | null
  /** Null for one that is cancelled. */
  readonly occasion: Occasion | null
  /** Null for those that it has. */
  readonly facilitatorIds: readonly string[] | null
}

/**
 * What deploying a plan would do to the triads that there are: each group goes to the triad that has most of its
 * authorities, so that as few as possible change; the lower number of two alike. Of triads left over nobody is a member
 * any more, and their meetings are cancelled: their history stays.
 */
export const stepsOf = (groups: readonly PlannedGroup[], triads: readonly StandingTriad[]): TriadStep[] => {
  const pairs = groups
    .flatMap((group) => triads.map((triad) => ({ group, triad, shared: sharedBy(group, triad) })))
    .toSorted(
      (a, b) =>
        b.shared - a.shared ||
        Number(isSame(b.group, b.triad)) - Number(isSame(a.group, a.triad)) ||
        a.triad.number - b.triad.number,
    )
  const given = new Map<PlannedGroup, StandingTriad>()
  const taken = new Set<StandingTriad>()
  for (const { group, triad } of pairs) {
    if (given.has(group) || taken.has(triad)) continue
    given.set(group, triad)
    taken.add(triad)
  }
  return [
    ...groups.map((group) => stepOf(group, given.get(group) ?? null)),
    ...triads
      .filter((triad) => !taken.has(triad) && (triad.authorityIds.length > 0 || triad.meeting !== null))
      .map(leftOver),
  ]
}

const sharedBy = ({ authorityIds }: PlannedGroup, triad: StandingTriad): number =>
  authorityIds.filter((id) => triad.authorityIds.includes(id)).length

const isSame = (group: PlannedGroup, triad: StandingTriad): boolean =>
  new Set(group.authorityIds).symmetricDifference(new Set(triad.authorityIds)).size === 0

const stepOf = (group: PlannedGroup, triad: StandingTriad | null): TriadStep => {
  const { authorityIds } = group
  if (triad === null) return { action: 'create', triad, authorityIds, event: eventStep(group, null, false) }
  const action = isSame(group, triad) ? 'keep' : 'change'
  return { action, triad, authorityIds, event: eventStep(group, triad.meeting, action === 'change') }
}

const eventStep = (
  { occasion, facilitatorIds }: PlannedGroup,
  meeting: StandingMeeting | null,
  changesCompany: boolean,
): EventStep => {
  if (meeting === null) return { action: 'propose', meeting, occasion, facilitatorIds: facilitatorIds ?? [] }
  const chairs = facilitatorIds ?? meeting.facilitatorIds
  const sameChairs = new Set(chairs).symmetricDifference(new Set(meeting.facilitatorIds)).size === 0
  const dissolves = changesCompany && meeting.state === 'confirmed'
  const moves = meeting.state === 'deferred' || !isSameOccasion(meeting.occasion, occasion)
  return {
    action: dissolves ? 'dissolve' : moves ? 'move' : 'keep',
    meeting,
    occasion,
    facilitatorIds: sameChairs ? null : chairs,
  }
}

const leftOver = (triad: StandingTriad): TriadStep => ({
  action: 'empty',
  triad,
  authorityIds: [],
  event: triad.meeting && { action: 'cancel', meeting: triad.meeting, occasion: null, facilitatorIds: null },
})

/** Whether a plan of any kind is deployed: what was taken back can be deployed again. */
export const isDeployed = ({
  deployedAt,
  undeployedAt,
}: {
  readonly deployedAt: Date | null
  readonly undeployedAt: Date | null
}): boolean => deployedAt !== null && undeployedAt === null

/** What deploying a plan did, kept so that it can be taken back. */
export interface Deployment {
  readonly triads: readonly {
    readonly id: string
    readonly number: number
    /** Null where it was made. */
    readonly before: readonly string[] | null
    /** As deploying left it: another revision has been changed since. */
    readonly revision: number
  }[]
  readonly events: readonly {
    readonly id: string
    readonly triadId: string
    readonly title: string
    /** Null where it was proposed. */
    readonly before: Pick<StandingMeeting, 'state' | 'occasion' | 'facilitatorIds'> | null
    readonly revision: number
  }[]
}
