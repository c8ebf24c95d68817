import type { EventKind } from './event.ts'

/** What an event's title is made of when nobody gives it one. */
export interface TitleParts {
  readonly kind: EventKind
  /** "2019-20". */
  readonly roundLabel: string
  /** Null for a round's own training or summit. */
  readonly triadNumber: number | null
  /** The host of a visit. */
  readonly hostName: string | null
}

/** The title of an event that was given none: "Triad 2 challenge event, 2019-20". */
export const defaultTitle = ({ kind, roundLabel, triadNumber, hostName }: TitleParts): string => {
  const what = {
    meeting: `Triad ${triadNumber} challenge event`,
    visit: `Triad ${triadNumber} visit to ${hostName}`,
    training: 'Moderator training',
    summit: 'Regional summit',
  }
  return `${what[kind]}, ${roundLabel}`
}
