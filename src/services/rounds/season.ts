import { loadCalendars, loadCommitments } from '../../db/calendars.ts'
import { daysOfEvent, eventOf, selectEvents } from '../../db/events.ts'
import { loadAppointmentsInRoles } from '../../db/people.ts'
import { loadParticipants, loadTriads } from '../../db/rounds.ts'
import { calendarAsSeenBy, commitmentAsSeenBy } from '../../domain/calendars/access.ts'
import { success } from '../../domain/failures.ts'
import { type Days, daysOfSpan, localDate, spanOfDays } from '../../domain/intervals.ts'
import type { Round } from '../../domain/rounds/round.ts'
import {
  type Look,
  markOf,
  type SeasonCommitment,
  type SeasonEvent,
  type SeasonFacts,
  shownDays,
} from '../../domain/season/facts.ts'
import { type RowGround, rowsAbout, rowsInScope, rowsOfPeople } from '../../domain/season/rows.ts'
import { type Judged, type JudgedEvent, judge, seenBy, stillStanding } from '../clashes/judging.ts'
import { reading, regionOf, type Work } from '../use-case.ts'
import { roundToRead } from './access.ts'
import { loadRoster } from './roster.ts'

/** What the picture rests on: what its events were judged on, and who has a row. */
interface Ground extends RowGround {
  readonly judged: Judged
}

/** A round's season on one page, as the caller may see it. */
export const readSeason = reading<{ readonly id: string }, Round, SeasonFacts>({
  authorise: (work, { id }) => roundToRead(work, id),
  run: async (work, _input, round) => {
    const region = regionOf(work)
    const rows = await selectEvents(work.trx)
      .where('challengeEvent.roundId', '=', round.id)
      .where('challengeEvent.state', 'in', ['proposed', 'confirmed', 'held'])
      .execute()
    const { names, successions } = await loadRoster(work, round)
    const triads = await loadTriads(work.trx, round.id)
    const authorityIds = (await loadParticipants(work.trx, round.id)).flatMap((each) =>
      each.takingPart ? [each.authorityId] : [],
    )
    const ground: Ground = {
      judged: stillStanding(work, await judge(work, rows.map(eventOf))),
      authorityIds,
      successions,
      appointments: await loadAppointmentsInRoles(work.trx, region.id, ['director', 'assistant', 'delegate']),
    }
    const events = ground.judged.events.map((each) => seasonEvent(work, ground, each))
    return success({
      regionName: region.name,
      label: round.label,
      asOf: localDate(work.now, region.timezone),
      window: round.window,
      rows: authorityIds.map((id) => ({
        authorityId: id,
        name: names.get(id) ?? '',
        triadNumber: triads.find((triad) => triad.authorityIds.includes(id))?.number ?? null,
      })),
      events,
      commitments: await commitmentsSeen(work, ground, shownDays(round.window, events)),
    })
  },
})

const seasonEvent = (work: Work, ground: Ground, { event, clashes }: JudgedEvent): SeasonEvent => {
  const { circles } = ground.judged.ground
  const rows = circles.members(event)
  return {
    title: event.title,
    kind: event.kind,
    state: event.state as SeasonEvent['state'],
    triadNumber: event.triadId === null ? null : (circles.triad(event.triadId)?.number ?? null),
    days: daysOfEvent(event),
    rows,
    clashes: seenBy(work, ground.judged.ground, clashes).map((clash) => {
      const offices = rowsOfPeople(ground, clash.personIds, event.occasion.date)
      const concerned = [...rowsAbout(ground, clash.authorityIds), ...offices]
      return {
        mark: markOf(clash),
        message: clash.message,
        rows: [...new Set(concerned)].filter((id) => rows.includes(id)),
      }
    }),
  }
}

/**
 * What of the region's calendars the caller may see on these days. People's own are drawn for nobody, not even for
 * themselves: a picture is passed on.
 */
const commitmentsSeen = async (work: Work, ground: Ground, shown: Days): Promise<SeasonCommitment[]> => {
  const { id, timezone } = regionOf(work)
  const { kinds } = ground.judged.ground
  const calendars = (await loadCalendars(work.trx, id)).filter(
    (calendar) => calendar.feeds !== 'personal-busy' && calendarAsSeenBy(work.actor, id, calendar) !== null,
  )
  const byId = new Map(calendars.map((calendar) => [calendar.id, calendar]))
  const span = spanOfDays(shown, timezone)
  const commitments = await loadCommitments(
    work.trx,
    calendars.map((calendar) => ({ calendar, ...span })),
  )
  return commitments.flatMap((commitment): SeasonCommitment[] => {
    const calendar = byId.get(commitment.calendarId)
    if (!calendar) return []
    const seen = commitmentAsSeenBy(work.actor, calendar, commitment)
    const known = seen === commitment
    const days = commitment.wholeDays ?? daysOfSpan(commitment.span, timezone)
    return [
      {
        look: known ? (calendar.feeds as Look) : 'unavailable',
        label: known ? (kinds[calendar.kind]?.label ?? calendar.kind) : seen.title,
        title: seen.title,
        days,
        rows: rowsInScope(ground, commitment.scope, days.first),
      },
    ]
  })
}
