import type { EventKind } from './event.ts'

/** What an event's title is made of when nobody gives it one. */
export interface TitleParts {
  readonly kind: EventKind
  /** "2019-20". */
  readonly roundLabel: string
  /** Null for an event of the whole round. */
  readonly triadNumber: number | null
  /** The host of a visit. */
  readonly hostName: string | null
}

/** The title of an event that was given none: "Triad 2 challenge event, 2019-20". */
export const defaultTitle = ({ kind, roundLabel, triadNumber, hostName }: TitleParts): string => {
  const ofTriad = (of: string) => (triadNumber === null ? of : `Triad ${triadNumber} ${of.toLowerCase()}`)
  const what = {
    meeting: ofTriad('Challenge event'),
    visit: `${ofTriad('Visit')} to ${hostName}`,
    training: 'Moderator training',
    summit: 'Regional summit',
  }
  return `${what[kind]}, ${roundLabel}`
}
