import type { EventState } from '../events/event.ts'
import { type Failure, fault, type Result, success } from '../failures.ts'

/** The call that leads an event into each state but proposed and confirmed. */
const CALL: Readonly<Record<string, string>> = { held: 'hold', deferred: 'defer', cancelled: 'cancel' }

/**
 * What a line's state asks of an event: nothing, or its confirmation. `moves` says that the line gives it another
 * date, after which a deferred one is proposed. Every other difference is another call's, and said so at `/state`.
 */
export const stateOf = (
  { id, state, title }: { readonly id: string; readonly state: EventState; readonly title: string },
  wanted: EventState,
  moves: boolean,
): Result<{ readonly confirm: boolean }> => {
  const after = moves && state === 'deferred' ? 'proposed' : state
  if (wanted === state || wanted === after) return success({ confirm: false })
  if (wanted === 'confirmed' && after === 'proposed') return success({ confirm: true })
  const call = CALL[wanted]
  return fault(
    '/state',
    call === undefined
      ? `${title} is ${state}, and a spreadsheet does not make it ${wanted}: it only confirms what is proposed.`
      : `${title} is ${state}: POST /v1/challenge-events/${id}/${call} makes it ${wanted}.`,
  )
}

/** A refusal for clashes, with each that blocks at `/date`. */
export const clashesAsFaults = (refusal: Failure): Failure => {
  const against = (refusal.clashes ?? []).filter(
    ({ severity, waived }) => severity === 'blocking' && waived === null,
  )
  if (against.length === 0) return refusal
  return { ...refusal, faults: against.map(({ message }) => ({ pointer: '/date', detail: message })) }
}
