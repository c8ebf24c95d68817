import { type Fault, failure, type Result, success } from '../failures.ts'
import type { LocalDate } from '../intervals.ts'

/** One dated code of a council; half-open, null where it has no end. */
export interface DatedCode {
  readonly gssCode: string
  readonly from: LocalDate | null
  readonly until: LocalDate | null
}

/** Whether each code ends after it begins; else `invalid-request` at `/codes/0/until` and so on. */
export const checkCodes = (codes: readonly DatedCode[]): Result<null> => {
  const faults = codes.flatMap(({ gssCode, from, until }, index): Fault[] =>
    from !== null && until !== null && until <= from
      ? [{ pointer: `/codes/${index}/until`, detail: `${gssCode} must end after it begins.` }]
      : [],
  )
  if (faults.length === 0) return success(null)
  return failure('invalid-request', faults.map(({ detail }) => detail).join(' '), faults)
}

/** What becomes of an authority's codes: some begin, and some that had no end get one. */
export interface CodeChanges {
  readonly added: readonly DatedCode[]
  readonly ended: readonly DatedCode[]
}

/**
 * What a new list of codes changes in the one before. Codes are history: one may be added, and one that has no
 * end be given one, but none is taken back or begins on another day; refused as `wrong-state` at `/codes`.
 */
export const changeCodes = (
  before: readonly DatedCode[],
  after: readonly DatedCode[],
): Result<CodeChanges> => {
  const codeIn = (codes: readonly DatedCode[], wanted: string) =>
    codes.find(({ gssCode }) => gssCode === wanted)
  const refusals = before.flatMap((was) => {
    const now = codeIn(after, was.gssCode)
    if (now === undefined) return [`The code ${was.gssCode} is part of the record and stays.`]
    if (now.from !== was.from) return [`The day on which ${was.gssCode} begins does not change.`]
    if (was.until !== null && now.until !== was.until)
      return [`The day on which ${was.gssCode} ended does not change.`]
    return []
  })
  if (refusals.length > 0) {
    const detail = refusals.join(' ')
    return failure('wrong-state', detail, [{ pointer: '/codes', detail }])
  }
  return success({
    added: after.filter(({ gssCode }) => codeIn(before, gssCode) === undefined),
    ended: after.filter(({ gssCode, until }) => {
      const was = codeIn(before, gssCode)
      return was !== undefined && was.until !== until
    }),
  })
}
