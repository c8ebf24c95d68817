import type { HalfDays, SlotLength } from '../clashes/slots.ts'
import { type Fault, failure, type Result, success } from '../failures.ts'
import type { Days, LocalDate } from '../intervals.ts'
import { countOf, dayInWords } from '../words.ts'
import type { PolicyWishes } from './policy.ts'
import type { AcceptableRule } from './request.ts'
import type { VisitSlot } from './visits.ts'

/** What a consultant wants of the dates of a round's visits, authorities by their ids. */
export interface VisitsRequest {
  /** Null for all authorities in triads of the round. */
  readonly hostIds: readonly string[] | null
  /** How many whole days in a row each takes; 1 where it is half a day. */
  readonly days: number
  readonly length: SlotLength
  readonly halfDays: HalfDays
  /** Whether visits that are confirmed may be moved too, each diary at its price; without it they are left alone. */
  readonly repair: boolean
  /** Over the round's own. */
  readonly policy: PolicyWishes
  readonly pins: readonly { readonly hostId: string; readonly dates: readonly LocalDate[] }[]
  /** Rules of clashes whose blocking ones only cost here; confirming such a date needs its waiver all the same. */
  readonly accept: readonly AcceptableRule[]
  readonly expectedInspections: readonly (Days & { readonly authorityId: string })[]
}

/** What a request is checked against. */
interface Known {
  readonly slots: readonly VisitSlot[]
  readonly hostIds: readonly string[]
  nameOf(authorityId: string): string
}

/** Whether visits can be dated as a request wants it at all; all that is wrong is reported at once. */
export const checkVisitsRequest = (request: VisitsRequest, known: Known): Result<null> => {
  const faults = faultsOf(request, known)
  if (faults.length === 0) return success(null)
  return failure('invalid-request', [...new Set(faults.map(({ detail }) => detail))].join(' '), faults)
}

const faultsOf = ({ days, length, pins }: VisitsRequest, { slots, hostIds, nameOf }: Known): Fault[] => {
  const long = countOf(days, 'working day')
  if (length === 'half-day' && days !== 1)
    return [{ pointer: '/days', detail: 'A visit of half a day takes one day.' }]
  if (slots.length === 0)
    return [
      { pointer: '/days', detail: `In what is left of the round's window there are no ${long} in a row.` },
    ]
  const begins = new Set(slots.map(({ occasion }) => occasion.date))
  return pins.flatMap(({ hostId, dates }, index) => [
    ...(hostIds.includes(hostId)
      ? []
      : [
          {
            pointer: `/pins/${index}/host`,
            detail: `No visit to ${nameOf(hostId)} is planned here.`,
          },
        ]),
    ...dates.flatMap((date, place) =>
      begins.has(date)
        ? []
        : [
            {
              pointer: `/pins/${index}/dates/${place}`,
              detail: `On ${dayInWords(date)} no visit of ${long} can begin: such days are not left of the round's window.`,
            },
          ],
    ),
  ])
}
