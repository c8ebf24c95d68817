import { type StoredAnswer, writeAnswers, writeCame } from '../../db/attendance.ts'
import { type ChallengeEvent, daysOfEvent, lockEvents } from '../../db/events.ts'
import { loadNames, type Names } from '../../db/names.ts'
import { loadSuccessions } from '../../db/successions.ts'
import { isConsultant, mayAnswerFor, mayNameSubstitute, maySeeNote } from '../../domain/access/operations.ts'
import { forebearsOf, standingOn } from '../../domain/authorities/succession.ts'
import {
  type AttendanceAnswer,
  type AttendedEvent,
  answerOf,
  checkMayRecordCame,
  checkSubstitute,
  checkTakesAnswers,
  type Office,
} from '../../domain/events/attendance.ts'
import { fault, type Result, success } from '../../domain/failures.ts'
import { localDate } from '../../domain/intervals.ts'
import { judge } from '../clashes/judging.ts'
import { refreshReaders } from '../moderation/readers.ts'
import { forbidden, notFound, reading, regionOf, type Work, writing } from '../use-case.ts'
import { eventToRead } from './access.ts'
import { type Circles, loadCircles } from './circles.ts'
import { knownPeople } from './facilitators.ts'
import { seat } from './participations.ts'
import { refuseDoubleBooking } from './settling.ts'
import { appointSubstitute, endSubstitutions } from './substitutes.ts'

interface Named {
  readonly id: string
  readonly name: string
}

/** One office's attendance as somebody sees it. */
export interface AttendanceView {
  readonly authorities: readonly Named[]
  /** Null while the seat is vacant. */
  readonly director: Named | null
  readonly answer: AttendanceAnswer
  readonly substitute: Named | null
  /** Null for others than the office and the consultant. */
  readonly note: string | null
  readonly came: boolean | null
  readonly answeredBy: Named | null
  readonly answeredAt: Date | null
}

const viewOf = (
  { actor }: Work,
  names: Names,
  office: Office,
  stored: StoredAnswer | null,
): AttendanceView => {
  const person = (id: string | null) => (id === null ? null : { id, name: names.offices[id] ?? '' })
  return {
    authorities: office.authorityIds
      .map((id) => ({ id, name: names.authorities[id] ?? '' }))
      .toSorted((a, b) => (a.name < b.name ? -1 : 1)),
    director: person(office.directorId),
    answer: stored?.answer ?? 'awaited',
    substitute: person(stored?.substituteId ?? null),
    note: maySeeNote(actor, office.authorityIds) ? (stored?.note ?? null) : null,
    came: stored?.came ?? null,
    answeredBy: person(stored?.answeredBy ?? null),
    answeredAt: stored?.answeredAt ?? null,
  }
}

/** Who comes to an event, an item for each office of its day, for everybody who holds an appointment. */
export const listAttendance = reading<{ id: string }, ChallengeEvent, readonly AttendanceView[]>({
  authorise: (work, { id }) => eventToRead(work, id),
  run: async (work, _input, event) => {
    const circles = await loadCircles(work, [event.roundId])
    const names = await loadNames(work.trx, event.regionId)
    const views = circles
      .offices(event)
      .map((office) => viewOf(work, names, office, answerOf(office, circles.answers(event.id))))
    return success(views.toSorted((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1)))
  },
})

const nameOf = ({ authorities }: AttendanceView): string => authorities[0]?.name ?? ''

/** The office of one authority at an event. */
interface Seat {
  readonly event: ChallengeEvent
  readonly circles: Circles
  readonly office: Office
  readonly stored: StoredAnswer | null
}

interface SeatKey {
  readonly id: string
  readonly authorityId: string
}

const seatOf = async (work: Work, event: ChallengeEvent, authorityId: string): Promise<Result<Seat>> => {
  const circles = await loadCircles(work, [event.roundId])
  const office = circles.offices(event).find(({ authorityIds }) => authorityIds.includes(authorityId))
  if (office === undefined) return notFound()
  return success({ event, circles, office, stored: answerOf(office, circles.answers(event.id)) })
}

const viewSeat = async (work: Work, { event, office, stored }: Seat): Promise<AttendanceView> =>
  viewOf(work, await loadNames(work.trx, event.regionId), office, stored)

/** One office's attendance. */
export const readAttendance = reading<SeatKey, Seat, AttendanceView>({
  authorise: async (work, { id, authorityId }) => {
    const event = await eventToRead(work, id)
    return event.ok ? seatOf(work, event.value, authorityId) : event
  },
  run: async (work, _input, found) => success(await viewSeat(work, found)),
})

/** A seat about to be changed: its event is locked, so that changes of one event come one after the other. */
const seatToChange = async (
  work: Work,
  { id, authorityId }: SeatKey,
  allowed: boolean,
  refusal: string,
): Promise<Result<Seat>> => {
  const known = await eventToRead(work, id)
  if (!known.ok) return known
  const seen = await seatOf(work, known.value, authorityId)
  if (!seen.ok) return seen
  if (!allowed) return forbidden(refusal)
  const [event] = await lockEvents(work.trx, [id])
  return event ? seatOf(work, event, authorityId) : notFound()
}

const attended = (event: ChallengeEvent): AttendedEvent => {
  const { first: firstDay, last: lastDay } = daysOfEvent(event)
  return { kind: event.kind, state: event.state, firstDay, lastDay }
}

/** An authority with those in whose place it will stand on the event's day, while they go on. */
export const officeToday = async (work: Work, authorityId: string): Promise<string[]> => {
  const successions = await loadSuccessions(work.trx, regionOf(work).id)
  const before = forebearsOf(authorityId, successions)
  return [authorityId, ...before.filter((id) => standingOn([id], today(work), successions).includes(id))]
}

const today = (work: Work) => localDate(work.now, regionOf(work).timezone)

export interface AttendanceChange extends SeatKey {
  readonly answer: Exclude<AttendanceAnswer, 'awaited'>
  readonly substituteId: string | null
  readonly note: string | null
}

/**
 * A director's office, or the consultant on its behalf, says whether it comes; its director alone names a
 * substitute, who is then a delegate of the office for this event. Whoever would be in two places is refused
 * where the event takes their time.
 */
export const changeAttendance = writing<AttendanceChange, Seat, AttendanceView>({
  authorise: async (work, input) =>
    seatToChange(
      work,
      input,
      (await officeToday(work, input.authorityId)).some((id) => mayAnswerFor(work.actor, id)),
      "A director's own office, or the consultant on its behalf, says who comes.",
    ),
  run: async (work, input, found) => {
    const same = work.unchanged(await viewSeat(work, found))
    if (!same.ok) return same
    const { event, office, stored } = found
    const taken = checkTakesAnswers(attended(event), today(work))
    if (!taken.ok) return taken
    const named = await checkNamed(work, input, found)
    if (!named.ok) return named
    const { answer, note } = input
    const substituteId = named.value
    await writeAnswers(
      work.trx,
      event,
      office.authorityIds,
      { answer, substituteId, note, answeredBy: work.actor.personId, answeredAt: work.now },
      work.now,
    )
    if (substituteId !== (stored?.substituteId ?? null)) {
      await endSubstitutions(work, event, office.authorityIds)
      if (substituteId !== null) await appointSubstitute(work, event, office, substituteId)
      await refreshReaders(work, { roundId: event.roundId })
    }
    await seat(work, await loadCircles(work, [event.roundId]), [event])
    const coming = substituteId ?? (answer === 'coming' ? office.directorId : null)
    const free = refuseDoubleBooking(work, await judge(work, [event]), coming === null ? [] : [coming])
    if (!free.ok) return free
    work.record('challenge-event', event.id, { authorityIds: office.authorityIds, answer, substituteId })
    return viewAgain(work, event, input)
  },
})

const viewAgain = async (
  work: Work,
  event: ChallengeEvent,
  { authorityId }: SeatKey,
): Promise<Result<AttendanceView>> => {
  const after = await seatOf(work, event, authorityId)
  return after.ok ? success(await viewSeat(work, after.value)) : after
}

/** The substitute that an answer names, if it names one as it should and the actor may. */
const checkNamed = async (
  work: Work,
  { answer, substituteId, authorityId }: AttendanceChange,
  { event, circles, office, stored }: Seat,
): Promise<Result<string | null>> => {
  if (answer !== 'substitute') {
    return substituteId === null
      ? success(null)
      : fault('/substituteId', 'Only the answer “substitute” names somebody.')
  }
  if (substituteId === null) return fault('/substituteId', 'Say who sits in the seat of the director.')
  if (substituteId === stored?.substituteId) return success(substituteId)
  const named = (await officeToday(work, authorityId)).some((id) => mayNameSubstitute(work.actor, id))
  if (!named)
    return forbidden('Only the director names who sits in their seat: ask them to answer this themselves.')
  const known = await knownPeople(work, [substituteId])
  if (!known.has(substituteId)) return fault('/substituteId', 'There is no such person here.')
  const offices = circles.offices(event)
  const others = offices.filter((each) => each.authorityIds !== office.authorityIds)
  const elsewhere = circles
    .answers(event.id)
    .filter((each) => !office.authorityIds.includes(each.authorityId))
  const suits = checkSubstitute(substituteId, {
    directorIds: [...others, office].flatMap(({ directorId }) => directorId ?? []),
    substituteIds: elsewhere.flatMap((each) => each.substituteId ?? []),
  })
  return suits.ok ? success(substituteId) : suits
}

/** The consultant records whether an office's seat was filled; null takes it back. */
export const recordCame = writing<SeatKey & { readonly came: boolean | null }, Seat, AttendanceView>({
  authorise: (work, input) =>
    seatToChange(work, input, isConsultant(work.actor), 'Only a programme consultant records who came.'),
  run: async (work, input, found) => {
    const same = work.unchanged(await viewSeat(work, found))
    if (!same.ok) return same
    const { event, office } = found
    const begun = checkMayRecordCame(attended(event), today(work))
    if (!begun.ok) return begun
    await writeCame(work.trx, event, office.authorityIds, input.came, work.now)
    work.record('challenge-event', event.id, { authorityIds: office.authorityIds, came: input.came })
    return viewAgain(work, event, input)
  },
})
