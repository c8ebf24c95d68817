import { type FailureCode, type Fault, failure, type Result, success } from '../failures.ts'

/** What a round already says of the authorities that a new triad shall have. */
export interface MembersInRound {
  /** The participants that are in. */
  readonly takingPart: ReadonlySet<string>
  /** The number of the triad that an authority is in already. */
  readonly triadOf: ReadonlyMap<string, number>
  readonly names: ReadonlyMap<string, string>
}

/**
 * Whether authorities may be put into a triad of the round: each takes part in it (else `not-a-participant`)
 * and is in no other triad of it (else `already-in-triad`). Every one that may not is named, at
 * `${pointer}/${index}`.
 */
export const checkMembers = (
  authorityIds: readonly string[],
  { takingPart, triadOf, names }: MembersInRound,
  pointer: string,
): Result<null> => {
  const nameOf = (id: string) => names.get(id) ?? id
  const outside = refuseEach('not-a-participant', authorityIds, pointer, (id) =>
    takingPart.has(id) ? null : `${nameOf(id)} does not take part in this round.`,
  )
  if (!outside.ok) return outside
  return refuseEach('already-in-triad', authorityIds, pointer, (id) => {
    const number = triadOf.get(id)
    return number === undefined ? null : `${nameOf(id)} is in triad ${number} of this round already.`
  })
}

const refuseEach = (
  code: FailureCode,
  ids: readonly string[],
  pointer: string,
  reasonAgainst: (id: string) => string | null,
): Result<null> => {
  const faults = ids.flatMap((id, index): Fault[] => {
    const detail = reasonAgainst(id)
    return detail === null ? [] : [{ pointer: `${pointer}/${index}`, detail }]
  })
  if (faults.length === 0) return success(null)
  return failure(code, faults.map(({ detail }) => detail).join(' '), faults)
}
