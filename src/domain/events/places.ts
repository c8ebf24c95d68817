import { failure, fault, type Result, success } from '../failures.ts'
import { countOf } from '../words.ts'
import { type EventKind, type EventState, isLive } from './event.ts'

/**
 * Whether an event may have so many places an office (null for no booking), when the office with the most has
 * taken `taken`: only trainings and summits have places, and none that is booked is taken away.
 */
export const checkPlaces = (kind: EventKind, perOffice: number | null, taken: number): Result<null> => {
  if (perOffice !== null && kind !== 'training' && kind !== 'summit')
    return fault('/placesPerOffice', 'Places are booked at a training or a summit, and at nothing else.')
  if (taken <= (perOffice ?? 0)) return success(null)
  const detail = `An authority has booked ${countOf(taken, 'place')} already: cancel bookings before there are fewer.`
  return failure('conflict', detail, [{ pointer: '/placesPerOffice', detail }])
}

/** An event as far as booking a place at it goes. */
export interface BookableEvent {
  readonly state: EventState
  readonly placesPerOffice: number | null
}

/** Whether places at an event may be booked and given back. Refused as `wrong-state`. */
export const checkTakesBookings = ({ state, placesPerOffice }: BookableEvent): Result<null> => {
  if (placesPerOffice === null) return failure('wrong-state', 'No places are booked at this event.')
  if (isLive(state) && state !== 'held') return success(null)
  return failure('wrong-state', `This event is ${state}: its places are settled.`)
}

/** Whether an authority that has taken so many places at an event may take another. Refused as `conflict`. */
export const checkPlaceLeft = (
  authorityName: string,
  taken: number,
  { placesPerOffice }: BookableEvent,
): Result<null> =>
  taken < (placesPerOffice ?? 0)
    ? success(null)
    : failure(
        'conflict',
        `${authorityName} has taken all of its places at this event: ${taken} of ${placesPerOffice ?? 0}.`,
      )
