import type { Clash } from './clash.ts'
import type { ClashFacts } from './facts.ts'
import {
  bankHoliday,
  conference,
  inspectionOnSite,
  ofstedAnnualConversation,
  personalBusy,
  preElectionPeriod,
  regionalMeeting,
  schoolHoliday,
} from './rules/commitments.ts'
import { calendarUnknown } from './rules/coverage.ts'
import { shortNotice, tooSoonAfterModeration, weekend } from './rules/days.ts'
import { facilitatorCapacity, personDoubleBooked, tooFewDirectors } from './rules/people.ts'

/** One rule: every clash by that rule of a live event, in no particular order. */
export type Rule = (facts: ClashFacts) => Clash[]

/** Every rule of clashes, in the order of `CLASH_RULE_NAMES` and named as there. */
export const CLASH_RULES: readonly Rule[] = [
  personDoubleBooked,
  ofstedAnnualConversation,
  inspectionOnSite,
  bankHoliday,
  weekend,
  schoolHoliday,
  conference,
  regionalMeeting,
  preElectionPeriod,
  personalBusy,
  facilitatorCapacity,
  shortNotice,
  tooSoonAfterModeration,
  tooFewDirectors,
  calendarUnknown,
]
