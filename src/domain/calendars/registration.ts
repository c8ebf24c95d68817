import { fault, type Result, success } from '../failures.ts'
import type { Calendar } from './calendar.ts'
import { PERSONAL } from './kinds.ts'

/**
 * Whom a calendar of a kind can be about: a personal one about one person, and inspections about the region or
 * authorities, since that is whom Ofsted inspects.
 */
export const scopeFitsKind = ({
  kind,
  feeds,
  scope,
}: Pick<Calendar, 'kind' | 'feeds' | 'scope'>): Result<null> => {
  if (kind === PERSONAL && !(scope.kind === 'persons' && scope.ids.length === 1)) {
    return fault('/scope', 'A personal calendar is about one person.')
  }
  if (feeds === 'inspection-on-site' && scope.kind !== 'region' && scope.kind !== 'authorities') {
    return fault('/scope', 'Inspections are of authorities: scope the calendar to them or to the region.')
  }
  return success(null)
}

/** What a calendar claims to answer makes sense: its days in order, and its source asked before `now`, not after. */
export const claimMakesSense = (
  { coversFrom, coversTo, checkedAt }: Pick<Calendar, 'coversFrom' | 'coversTo' | 'checkedAt'>,
  now: Date,
): Result<null> => {
  if (coversFrom !== null && coversTo !== null && coversTo < coversFrom) {
    return fault('/coversTo', 'The last day that it answers for comes before the first.')
  }
  return checkedAt > now
    ? fault('/checkedAt', 'Its source cannot have been asked in the future.')
    : success(null)
}
