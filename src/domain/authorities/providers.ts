import { type Fault, failure, type Result, success } from '../failures.ts'
import type { LocalDate } from '../intervals.ts'

/** An organisation that provides children's services for authorities, such as a trust. */
export interface Provider {
  readonly id: string
  readonly name: string
  readonly provides: readonly Provision[]
}

/** For whom, on local days from `from` until before `until`; null where it always did, or no end is known. */
export interface Provision {
  readonly authorityId: string
  readonly from: LocalDate | null
  readonly until: LocalDate | null
}

/** A provider with those for whom it provides on one day. */
export interface SharedProvider {
  readonly id: string
  readonly name: string
  readonly authorityIds: readonly string[]
}

const providesOn = ({ from, until }: Provision, day: LocalDate): boolean =>
  (from === null || from <= day) && (until === null || day < until)

/** The providers that several authorities share on a local day. */
export const sharedOn = (providers: readonly Provider[], day: LocalDate): SharedProvider[] =>
  providers
    .map(({ id, name, provides }) => ({
      id,
      name,
      authorityIds: provides.filter((each) => providesOn(each, day)).map(({ authorityId }) => authorityId),
    }))
    .filter(({ authorityIds }) => authorityIds.length > 1)

/** Refuses, as `invalid-request`, days that end before they begin. */
export const checkProvisions = (provides: readonly Provision[]): Result<null> => {
  const detail = 'It must end after the day on which it begins.'
  const faults = provides.flatMap(({ from, until }, index): Fault[] =>
    from !== null && until !== null && until <= from
      ? [{ pointer: `/authorities/${index}/until`, detail }]
      : [],
  )
  return faults.length === 0 ? success(null) : failure('invalid-request', detail, faults)
}
