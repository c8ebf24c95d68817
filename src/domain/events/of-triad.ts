import { fault, type Result, success } from '../failures.ts'
import type { RoundMethod } from '../rounds/round.ts'
import type { EventKind } from './event.ts'

/**
 * Whether an event is of a triad or of its whole round. A training and a summit are the round's. A meeting and a
 * visit are a triad's where all of a triad challenge all; a directed round may hold them for everybody, and may
 * have triads too. Refused as `invalid-request` at `/triadId`.
 */
export const checkTriadNamed = (
  kind: EventKind,
  method: RoundMethod,
  triadId: string | null,
): Result<null> => {
  const mayHaveTriad = kind === 'meeting' || kind === 'visit'
  if (triadId !== null && !mayHaveTriad)
    return fault('/triadId', `A ${kind} is of the whole round: leave the triad out.`)
  if (triadId === null && mayHaveTriad && method === 'triad')
    return fault('/triadId', `A ${kind} is of one triad: say which.`)
  return success(null)
}
