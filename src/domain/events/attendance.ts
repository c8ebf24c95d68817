import { type Appointment, validOn } from '../access/actor.ts'
import { failure, fault, type Result, success } from '../failures.ts'
import type { LocalDate } from '../intervals.ts'
import { dayInWords } from '../words.ts'
import { type EventKind, type EventState, isLive } from './event.ts'

/** What an office says of its seat at an event. */
export const ANSWERS = ['awaited', 'coming', 'apologies', 'substitute'] as const

export type AttendanceAnswer = (typeof ANSWERS)[number]

/** What was answered for one authority; it stays when its director changes. */
export interface Answered {
  readonly authorityId: string
  readonly answer: AttendanceAnswer
  /** Who sits in the director's seat; only of a substitute. */
  readonly substituteId: string | null
  /** Null while an answer is awaited. */
  readonly answeredAt: Date | null
}

/** Authorities that one director leads on a day, or one whose seat is vacant. */
export interface Office {
  readonly authorityIds: readonly string[]
  readonly directorId: string | null
}

/** The offices of authorities on a local day, in their order: those that one director leads are one office. */
export const officesAt = (
  authorityIds: readonly string[],
  appointments: readonly Appointment[],
  date: LocalDate,
): Office[] => {
  const inPost = appointments.filter((each) => each.role === 'director' && validOn(each, date))
  const directorOf = (id: string) => inPost.find((each) => each.authorityIds.includes(id))?.personId ?? null
  return [...Map.groupBy(authorityIds, (id) => directorOf(id) ?? id).values()].map((ids) => ({
    authorityIds: ids,
    directorId: directorOf(ids[0] ?? ''),
  }))
}

/** What an office answered: the latest, where its authorities had different directors when they did. */
export const answerOf = <Stored extends Answered>(
  { authorityIds }: Pick<Office, 'authorityIds'>,
  answers: readonly Stored[],
): Stored | null =>
  answers
    .filter(({ authorityId }) => authorityIds.includes(authorityId))
    .toSorted((a, b) => timeOf(b) - timeOf(a) || (a.authorityId < b.authorityId ? -1 : 1))[0] ?? null

const timeOf = ({ answeredAt }: Answered): number => answeredAt?.getTime() ?? 0

/** Who sits in the seats of some authorities on a day: directors, and those who stand in for one. */
export const seatsFilled = (
  authorityIds: readonly string[],
  appointments: readonly Appointment[],
  date: LocalDate,
  answers: readonly Answered[],
): { readonly directorIds: readonly string[]; readonly substituteIds: readonly string[] } => {
  const seats = officesAt(authorityIds, appointments, date).map(({ directorId, ...office }) => {
    const { answer = 'awaited', substituteId = null } = answerOf(office, answers) ?? {}
    return { directorId: answer === 'awaited' || answer === 'coming' ? directorId : null, substituteId }
  })
  return {
    directorIds: seats.flatMap(({ directorId }) => directorId ?? []),
    substituteIds: seats.flatMap(({ substituteId }) => substituteId ?? []),
  }
}

/** An event as far as saying who comes goes; days are local. */
export interface AttendedEvent {
  readonly kind: EventKind
  readonly state: EventState
  readonly firstDay: LocalDate
  readonly lastDay: LocalDate
}

/** Whether offices may still say who comes: to a date that stands and is not past. Refused as `wrong-state`. */
export const checkTakesAnswers = (event: AttendedEvent, today: LocalDate): Result<null> => {
  const { kind, state, lastDay } = event
  if (kind === 'training')
    return failure('wrong-state', 'A training is for moderators, not for directors: no office answers to it.')
  if (state === 'held' || (isLive(state) && lastDay < today))
    return failure(
      'wrong-state',
      `This event was on ${dayInWords(lastDay)}: the consultant records who came, and no answer is taken.`,
    )
  if (isLive(state)) return success(null)
  return failure('wrong-state', `This event is ${state}: there is no date to answer to.`)
}

/** Whether it may be recorded who came: from the event's first day on, also once it is held. */
export const checkMayRecordCame = (
  { state, firstDay }: Pick<AttendedEvent, 'state' | 'firstDay'>,
  today: LocalDate,
): Result<null> => {
  if (!isLive(state)) return failure('wrong-state', `This event is ${state}: nobody came to it.`)
  if (firstDay <= today) return success(null)
  return failure(
    'wrong-state',
    `This event begins on ${dayInWords(firstDay)}: who came can be recorded on that day or later.`,
  )
}

/** Who else has a seat at the event. */
export interface SeatsElsewhere {
  /** The directors of all of its authorities, coming or not. */
  readonly directorIds: readonly string[]
  /** Those who stand in for other offices. */
  readonly substituteIds: readonly string[]
}

/** Whether somebody may stand in for a director: not a director of the event, nor for two offices at once. */
export const checkSubstitute = (personId: string, seats: SeatsElsewhere): Result<null> => {
  if (seats.directorIds.includes(personId))
    return fault('/substituteId', 'This is a director of this event, who has a seat already.')
  if (seats.substituteIds.includes(personId))
    return fault('/substituteId', 'This person stands in for another office at this event already.')
  return success(null)
}
