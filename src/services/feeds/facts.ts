import { loadAnswersTo, type StoredAnswer } from '../../db/attendance.ts'
import type { Handle } from '../../db/database.ts'
import type { ChallengeEvent } from '../../db/events.ts'
import { type DiaryOf, loadDiaryEvents, loadPlacesOf, loadTakingPart } from '../../db/feed-facts.ts'
import { loadNames } from '../../db/names.ts'
import { loadAppointmentsInRoles, loadPosts } from '../../db/people.ts'
import { selectTriads, type Triad } from '../../db/rounds.ts'
import { loadSessionsOf } from '../../db/sessions.ts'
import { loadSuccessions } from '../../db/successions.ts'
import type { Appointment } from '../../domain/access/actor.ts'
import { later } from '../../domain/access/spans.ts'
import { forebearsOf, standingOn } from '../../domain/authorities/succession.ts'
import { answerOf, officesAt } from '../../domain/events/attendance.ts'
import {
  attendsInPerson,
  authoritiesInDiary,
  isInDiary,
  officeName,
  seatTakesTime,
} from '../../domain/feeds/diary.ts'
import type { EventFacts, FeedFacts } from '../../domain/feeds/facts.ts'
import { type LocalDate, localDate } from '../../domain/intervals.ts'
import { regionOf, type Work } from '../use-case.ts'
import { deadlinesOf, type TakingPart } from './deadlines.ts'

/**
 * All that the caller's feed is made of, in fifteen queries however much there is: what their appointments of now
 * give, and on coming days those that follow, and nothing else. `base` is the address of this service, for the links.
 */
export const loadFeedFacts = async (work: Work, base: string): Promise<FeedFacts> => {
  const { trx, actor } = work
  const region = regionOf(work)
  const successions = await loadSuccessions(trx, region.id)
  const today = localDate(work.now, region.timezone)
  // Who is renewed, or goes on with a successor, takes part then too; who holds nothing now has nothing.
  const posts = actor.appointments.length === 0 ? [] : await loadPosts(trx, actor.personId, today)
  // What an authority was part of passes on to those that take over from it.
  const held = posts.flatMap((appointment) => appointment.authorityIds)
  const authorityIds = [...new Set(held.flatMap((id) => forebearsOf(id, successions)))]
  const takingPart = await loadTakingPart(trx, authorityIds)
  const standing = (ids: readonly string[], date: LocalDate) => standingOn(ids, date, successions)
  return {
    events: await eventsOf(
      work,
      { personId: actor.personId, authorityIds },
      posts,
      takingPart,
      standing,
      base,
    ),
    deadlines: await deadlinesOf(
      work,
      { takingPart, authorityIds, successions, standing: (id) => standing([id], today) },
      base,
    ),
  }
}

const eventsOf = async (
  work: Work,
  diary: DiaryOf,
  posts: readonly Appointment[],
  takingPart: readonly TakingPart[],
  standing: (authorityIds: readonly string[], date: LocalDate) => string[],
  base: string,
): Promise<EventFacts[]> => {
  const { trx, actor } = work
  const events = await loadDiaryEvents(trx, diary)
  const triads = await triadsOf(trx, events)
  const names = await loadNames(trx, regionOf(work).id)
  const directors = await loadAppointmentsInRoles(trx, regionOf(work).id, ['director'])
  const nameOf = (id: string) => names.authorities[id] ?? ''
  const byName = (ids: readonly string[]) => ids.toSorted((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1))
  const eventIds = events.map(({ id }) => id)
  const answers = await loadAnswersTo(trx, eventIds)
  const sessions = await loadSessionsOf(trx, eventIds)
  const booked = await loadPlacesOf(trx, actor.personId)

  return events.flatMap((event) => {
    const triad = event.triadId === null ? null : (triads.get(event.triadId) ?? null)
    const { date } = event.occasion
    const all = (sessions.get(event.id) ?? []).map((each) => ({
      ...each,
      authorityIds: standing(each.authorityIds, date),
    }))
    const facilitated = all.filter(({ facilitatorId }) => facilitatorId === actor.personId)
    const people = {
      id: event.id,
      kind: event.kind,
      date,
      authorityIds: standing(whoMeets(event, triad, takingPart), date),
      facilitated: facilitated.length > 0 || event.facilitatorIds.includes(actor.personId),
      booked: event.placesPerOffice === null ? null : booked.has(event.id),
    }
    if (!isInDiary(posts, people)) return []
    const mine = byName(authoritiesInDiary(posts, people))
    const given = (answers.get(event.id) ?? []).filter(({ authorityId }) => mine.includes(authorityId))
    const sitsIn = (ids: readonly string[]) =>
      all.filter(({ authorityIds }) => authorityIds.some((id) => ids.includes(id)))
    const seats = officesAt(mine, directors, date).map(({ authorityIds, ...office }) => {
      const { answer = 'awaited', substituteId = null } = answerOf({ ...office, authorityIds }, given) ?? {}
      return {
        office: officeName(authorityIds.map(nameOf)),
        answer,
        substitute: substituteId && (names.offices[substituteId] ?? ''),
        standsIn: substituteId === actor.personId,
        sits: all.length === 0 || sitsIn(authorityIds).length > 0,
      }
    })
    const own = new Set([...sitsIn(mine), ...facilitated])
    return {
      ...eventFacts(event, triad, given, base),
      authorities: byName(standing(triad?.authorityIds ?? [], date)).map(nameOf),
      offices: seats.map(({ office }) => office),
      absences: seats.filter(({ answer }) => answer === 'apologies' || answer === 'substitute'),
      sessions: all.filter((session) => own.has(session)),
      takesTime: attendsInPerson(posts, people) || seats.some(seatTakesTime),
    }
  })
}

const triadsOf = async (trx: Handle, events: readonly ChallengeEvent[]): Promise<Map<string, Triad>> => {
  const ids = [...new Set(events.flatMap(({ triadId }) => triadId ?? []))]
  if (ids.length === 0) return new Map()
  const triads = await selectTriads(trx).where('triad.id', 'in', ids).execute()
  return new Map(triads.map((triad) => [triad.id, triad]))
}

/** Of a whole round's authorities only the caller's own are known here, and only they matter. */
const whoMeets = (
  event: ChallengeEvent,
  triad: Triad | null,
  takingPart: readonly TakingPart[],
): readonly string[] => {
  if (triad !== null || event.kind === 'training') return triad?.authorityIds ?? []
  return takingPart.filter(({ roundId }) => roundId === event.roundId).map(({ authorityId }) => authorityId)
}

/** An edit of the triad counts as one of its events, which name its authorities, and so does an office's answer. */
const eventFacts = (
  event: ChallengeEvent,
  triad: Triad | null,
  answers: readonly StoredAnswer[],
  base: string,
) => ({
  id: event.id,
  title: event.title,
  state: event.state,
  stateSince: event.stateSince,
  occasion: event.occasion,
  span: event.span,
  venue: event.venue,
  joiningLink: event.joiningLink,
  link: `${base}/v1/challenge-events/${event.id}`,
  revision: [...answers, ...(triad ? [triad] : [])].reduce(
    (sum, { revision }) => sum + revision,
    event.revision,
  ),
  createdAt: event.createdAt,
  changedAt: [...answers, ...(triad ? [triad] : [])]
    .map(({ changedAt }) => changedAt)
    .reduce(later, event.changedAt),
})
