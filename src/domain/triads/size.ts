import { type Appointment, validOn } from '../access/actor.ts'
import { failure, type Result, success } from '../failures.ts'
import type { LocalDate } from '../intervals.ts'
import { countInWords, countOf, listInWords } from '../words.ts'

/** The directors' seats of some authorities on a day. */
export interface Seats {
  readonly authorityIds: readonly string[]
  /** The directors in post, each once, in the order of the authorities; one may lead several of them. */
  readonly directorIds: readonly string[]
  /** Authorities without a director in post; each is a seat of its own, to be filled. */
  readonly vacantAuthorityIds: readonly string[]
}

/** How many directors' seats a triad of a round may have, both ends included. */
export interface TriadSizePolicy {
  readonly smallest: number
  readonly largest: number
}

/** A triad is three directors; a round may ask for pairs or fours. */
export const DEFAULT_TRIAD_SIZE: TriadSizePolicy = { smallest: 3, largest: 3 }

/** The seats that authorities fill on a local day, by the directors' appointments valid then. */
export const directorsOn = (
  authorityIds: readonly string[],
  appointments: readonly Appointment[],
  date: LocalDate,
): Seats => {
  const inPost = appointments.filter((each) => each.role === 'director' && validOn(each, date))
  const directorOf = (id: string) => inPost.find((each) => each.authorityIds.includes(id))?.personId
  return {
    authorityIds,
    directorIds: [...new Set(authorityIds.map(directorOf).filter((id) => id !== undefined))],
    vacantAuthorityIds: authorityIds.filter((id) => directorOf(id) === undefined),
  }
}

/**
 * Whether a triad has as many directors' seats as its round allows: directors are counted, not authorities, so
 * that Hampshire and the Isle of Wight, who shared one, count once. Refused as `triad-size` at `/authorityIds`.
 */
export const checkTriadSize = (
  seats: Seats,
  policy: TriadSizePolicy,
  authorityNames: Readonly<Record<string, string>>,
): Result<Seats> => {
  const count = seats.directorIds.length + seats.vacantAuthorityIds.length
  if (policy.smallest <= count && count <= policy.largest) return success(seats)
  const vacant = seats.vacantAuthorityIds.map((id) => authorityNames[id] ?? id)
  const without = vacant.length > 0 ? `, with a vacant seat counted for ${listInWords(vacant)}` : ''
  const detail =
    `This triad has ${countOf(seats.authorityIds.length, 'authority', 'authorities')}, ${countOf(count, 'director')}` +
    `${without}; in this round a triad has ${rangeInWords(policy)}.`
  return failure('triad-size', detail, [{ pointer: '/authorityIds', detail }])
}

const rangeInWords = ({ smallest, largest }: TriadSizePolicy): string =>
  smallest === largest
    ? countOf(largest, 'director')
    : `${countInWords(smallest)} to ${countOf(largest, 'director')}`
