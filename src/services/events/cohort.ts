import { bookedAt, writeBookedCame } from '../../db/bookings.ts'
import { type ChallengeEvent, daysOfEvent } from '../../db/events.ts'
import { lookUpOne } from '../../db/lookups.ts'
import { loadAppointmentsInRoles } from '../../db/people.ts'
import { loadCohort, replaceCohort } from '../../db/pool.ts'
import { validOn } from '../../domain/access/actor.ts'
import { isConsultant } from '../../domain/access/operations.ts'
import { checkMayRecordCame } from '../../domain/events/attendance.ts'
import { type Fault, failure, type Result, success } from '../../domain/failures.ts'
import { localDate } from '../../domain/intervals.ts'
import { allow, reading, regionOf, type Work, writing } from '../use-case.ts'
import { type EventToChange, eventToChange, eventToRead } from './access.ts'

/** Who came to a training, for the consultant. */
export const readCohort = reading<{ id: string }, ChallengeEvent, readonly string[]>({
  authorise: async (work, { id }) => {
    const event = await eventToRead(work, id)
    const allowed = allow(
      isConsultant(work.actor),
      'Only a programme consultant sees who came to a training.',
    )
    return event.ok && !allowed.ok ? allowed : event
  },
  run: async (work, _input, event) => success(await loadCohort(work.trx, event.id)),
})

/**
 * The consultant records who came to a training, as a whole list: they are trained from its last day on, and
 * whoever is no longer named is not.
 */
export const recordCohort = writing<
  { id: string; cameIds: readonly string[] },
  EventToChange,
  readonly string[]
>({
  authorise: (work, { id }) => eventToChange(work, id),
  run: async (work, { cameIds }, { event }) => {
    const same = work.unchanged(await loadCohort(work.trx, event.id))
    if (!same.ok) return same
    if (event.kind !== 'training')
      return failure('wrong-state', `A ${event.kind} trains nobody: only a training has a cohort.`)
    const { first: firstDay, last: lastDay } = daysOfEvent(event)
    const begun = checkMayRecordCame(
      { state: event.state, firstDay },
      localDate(work.now, regionOf(work).timezone),
    )
    if (!begun.ok) return begun
    const known = await checkCohort(work, event, cameIds)
    if (!known.ok) return known
    await replaceCohort(work.trx, event, cameIds, {
      trainedOn: lastDay,
      recordedBy: work.actor.personId,
      recordedAt: work.now,
    })
    await writeBookedCame(work.trx, event.id, cameIds)
    work.record('challenge-event', event.id, { cameIds })
    return success(await loadCohort(work.trx, event.id))
  },
})

/** Whether each of those named was a moderator on the training's first day, or had a place, and is named once. */
const checkCohort = async (
  work: Work,
  event: ChallengeEvent,
  cameIds: readonly string[],
): Promise<Result<null>> => {
  const moderators = await loadAppointmentsInRoles(work.trx, event.regionId, ['moderator'])
  const booked = await lookUpOne(work.trx, bookedAt({ ids: [event.id] }))
  const mayCome = new Set([
    ...moderators.filter((each) => validOn(each, event.occasion.date)).map(({ personId }) => personId),
    ...(booked.get(event.id) ?? []),
  ])
  const faults = cameIds.flatMap((id, index): Fault[] => {
    const pointer = `/cameIds/${index}`
    if (!mayCome.has(id))
      return [{ pointer, detail: 'This is no moderator here, nor somebody with a place at the training.' }]
    return cameIds.indexOf(id) < index ? [{ pointer, detail: 'This person is named twice.' }] : []
  })
  const [first] = faults
  return first ? failure('invalid-request', first.detail, faults) : success(null)
}
