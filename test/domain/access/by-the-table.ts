import { type Role, validOn } from '../../../src/domain/access/actor.ts'
import type { PaperFacts } from '../../../src/domain/access/paper.ts'
import { eachDay, localDate } from '../../../src/domain/intervals.ts'
import { standsOn } from '../../../src/domain/moderation/conflict.ts'

/** The table of who may read, read off line by line at one instant, with no span worked out. */
export const readsByTheTable = (paper: PaperFacts, personId: string, now: Date): boolean => {
  const zone = paper.zone
  const today = localDate(now, zone)
  if (paper.conflicts.some((conflict) => conflict.personId === personId && standsOn(conflict, today)))
    return false
  const inForce = paper.memoranda.findLast(({ from }) => from <= today)
  const accepted = inForce?.acceptedAt.get(personId)
  const accepts = inForce === undefined || (accepted !== undefined && accepted <= now)
  const admitted = accepts && (paper.withdrawnAt === null || now < paper.withdrawnAt)
  const released = paper.releasedAt !== null && paper.releasedAt <= now
  const closed = paper.closedAt !== null && paper.closedAt <= now
  const eventWaits =
    paper.deferredEvent !== null &&
    (paper.deferredEvent.settledAt === null || now < paper.deferredEvent.settledAt)
  /** Whether the giver of a grant has directed the author ever since, day by day. */
  const standsBehind = ({ givenBy, givenAt }: PaperFacts['grants'][number]): boolean => {
    const [first, last] = [localDate(givenAt, zone), today].toSorted() as [string, string]
    return eachDay({ first, last }).every((day) =>
      paper.appointments.some(
        (post) =>
          post.role === 'director' &&
          post.personId === givenBy &&
          post.authorityIds.some((id) => paper.authorIds.includes(id)) &&
          validOn(post, day),
      ),
    )
  }
  const granted = (as: string) =>
    paper.grants.some(
      (grant) =>
        grant.personId === personId &&
        grant.as === as &&
        grant.span.from <= now &&
        now < grant.span.until &&
        (grant.givenAs === 'consultant' || standsBehind(grant)),
    )
  const moderates = [...paper.assignments, ...paper.laterAssignments].some(
    ({ moderatorId, acceptedAt, endedAt }) =>
      moderatorId === personId &&
      acceptedAt !== null &&
      acceptedAt <= now &&
      (endedAt === null || now < endedAt),
  )
  const reads: Record<Role, (author: boolean, challenger: boolean, eventId: string | null) => boolean> = {
    director: (author, challenger) =>
      author ||
      (admitted && released && challenger && (!closed || eventWaits)) ||
      (admitted && released && paper.readership === 'regional'),
    delegate: (author, challenger, eventId) => {
      const event = paper.events.find(({ id }) => id === eventId)
      if (author && (eventId === null || event !== undefined)) return true
      const goesOn = event?.challenged && (event.settledAt === null || now < event.settledAt)
      return Boolean(admitted && released && challenger && goesOn && (!closed || eventWaits))
    },
    contributor: (author) => author,
    assistant: (author) => author && granted('assistant'),
    moderator: () => admitted && moderates,
    facilitator: () => admitted && paper.facilitatorIds.includes(personId) && granted('facilitator'),
    observer: () => admitted && granted('observer'),
    consultant: () => true,
  }
  return paper.appointments
    .filter((post) => post.personId === personId && validOn(post, today))
    .some((post) =>
      reads[post.role](
        post.authorityIds.some((id) => paper.authorIds.includes(id)),
        post.authorityIds.some((id) => paper.challengerIds.includes(id)),
        post.eventId,
      ),
    )
}
