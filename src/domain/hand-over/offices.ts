import { type Appointment, validOn } from '../access/actor.ts'
import type { LocalDate } from '../intervals.ts'
import { dayInWords } from '../words.ts'
import { CONSULTANT, type HandOverItem, item, type Named, officeOf } from './item.ts'

/** An authority's office. */
export interface OfficeFacts {
  readonly authority: Named
  /** The first local day on which it takes over from others, still to come; null for one that stands. */
  readonly begins: LocalDate | null
  /** The local day on which others take over from it; null while it goes on. */
  readonly ends: LocalDate | null
  /** The appointments of its directors, past and coming ones too. */
  readonly directors: readonly Appointment[]
  /** Whether it must confirm its contact details, */
  readonly contactDue: boolean
  /** and the local day on which the last confirmation runs out; null while they never were. */
  readonly confirmedUntil: LocalDate | null
}

/** A director's seat that is vacant or known to become so, and contact details that the office must confirm. */
export const officeItems = (today: LocalDate, office: OfficeFacts): HandOverItem[] => [
  ...vacantSeat(today, office),
  ...unconfirmedContact(today, office),
]

const vacantSeat = (
  today: LocalDate,
  { authority, begins, ends, directors }: OfficeFacts,
): HandOverItem[] => {
  const vacant = (sentence: string, due: LocalDate | null) => [
    item(today, {
      kind: 'vacant-seat',
      sentence,
      waitsOn: officeOf(authority),
      due,
      link: `/v1/authorities/${authority.id}`,
    }),
  ]
  const end = endOfSeat(begins ?? today, directors)
  if (end === null || (ends !== null && end >= ends)) return []
  if (end === begins)
    return vacant(
      `${authority.name} begins on ${dayInWords(begins)} and has no director for that day.`,
      begins,
    )
  if (end > today) {
    const sentence = `The director of ${authority.name} leaves on ${dayInWords(end)}, and nobody follows yet.`
    return vacant(sentence, end)
  }
  const next = directors
    .map(({ from }) => from)
    .filter((from) => from > today)
    .toSorted()[0]
  const until = next === undefined ? '' : ` until ${dayInWords(next)}`
  return vacant(`${authority.name} has no director${until}.`, null)
}

/** The first day, from a day on, without a director; null where no end is known. */
const endOfSeat = (from: LocalDate, directors: readonly Appointment[]): LocalDate | null => {
  let day: LocalDate | null = from
  while (day !== null) {
    const on: LocalDate = day
    const inPost = directors.find((each) => validOn(each, on))
    if (inPost === undefined) return on
    day = inPost.until
  }
  return null
}

const unconfirmedContact = (
  today: LocalDate,
  { authority, begins, contactDue, confirmedUntil }: OfficeFacts,
): HandOverItem[] => {
  if (!contactDue || begins !== null) return []
  const sentence =
    confirmedUntil === null
      ? `The office of ${authority.name} has not confirmed how it is reached.`
      : `The office of ${authority.name} confirmed how it is reached a year ago, and not since.`
  return [
    item(today, {
      kind: 'contact-unconfirmed',
      sentence,
      waitsOn: officeOf(authority),
      due: confirmedUntil,
      link: `/v1/authorities/${authority.id}/contact`,
    }),
  ]
}

/** An invitation that was neither used nor taken back. */
export interface InvitationFacts {
  readonly person: Named
  readonly expired: boolean
  /** The local day on which it expires. */
  readonly expiresOn: LocalDate
}

/** An invitation waits on its person while it is good; an expired one on the consultant, for another. */
export const invitationItems = (
  today: LocalDate,
  { person, expired, expiresOn }: InvitationFacts,
): HandOverItem[] => [
  {
    ...item(today, {
      kind: expired ? 'invitation-expired' : 'invitation-waiting',
      sentence: expired
        ? `The invitation of ${person.name} expired unused on ${dayInWords(expiresOn)}: send another.`
        : `${person.name} has not used their invitation, which expires on ${dayInWords(expiresOn)}.`,
      waitsOn: expired ? CONSULTANT : { who: 'person', personId: person.id, name: person.name },
      due: expiresOn,
      link: `/v1/people/${person.id}`,
    }),
    overdue: expired,
  },
]
