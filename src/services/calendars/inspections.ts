import { lockAuthority } from '../../db/authorities.ts'
import {
  calendarOf,
  insertCalendar,
  insertCommitments,
  type StoredCommitment,
  selectCalendars,
  selectCommitments,
} from '../../db/calendars.ts'
import { loadLiveEvents } from '../../db/events.ts'
import { mayWriteCommitment } from '../../domain/calendars/access.ts'
import type { Calendar, Scope } from '../../domain/calendars/calendar.ts'
import { checkRoundLetsMove } from '../../domain/events/closed-round.ts'
import { moveTo } from '../../domain/events/event.ts'
import { success } from '../../domain/failures.ts'
import type { Days, LocalDate } from '../../domain/intervals.ts'
import { type Alternative, bestAlternatives } from '../clashes/alternatives.ts'
import { judge } from '../clashes/judging.ts'
import { type EventView, viewsOf } from '../events/views.ts'
import { type Authority, findAuthority } from '../people/authorities.ts'
import { regionOf, type Work, writing } from '../use-case.ts'
import { type SeenCommitment, stored } from './commitments.ts'
import { newCommitment, notYours } from './entries.ts'

/** An inspection as it is reported: whole days, both included. */
interface InspectionReport {
  /** The authority. */
  readonly id: string
  readonly from: LocalDate
  readonly to: LocalDate
  readonly title: string
}

/** An event that an inspection hits, and where else it could stand. */
export interface AffectedEvent {
  /** With all of its clashes, as the caller may see them. */
  readonly event: EventView
  /** At most three, the best first. */
  readonly alternatives: readonly Alternative[]
}

/** An inspection that was entered, and what it means for the programme. */
export interface ReportedInspection {
  readonly commitment: SeenCommitment
  readonly affected: readonly AffectedEvent[]
}

/** How many alternatives are given for each event: enough to choose from on the telephone. */
const ALTERNATIVES = 3

/**
 * An authority's office, or the consultant, reports an inspection in one step: it goes into the authority's own
 * calendar of inspections, and the answer has each event that can still move and that it hits, with the best
 * alternatives, so that taking one of them or deferring is the second and last step. Reported again, it stays one.
 */
export const reportInspection = writing<InspectionReport, Authority, ReportedInspection>({
  authorise: async (work, { id }) => {
    const authority = await findAuthority(work, id)
    if (!authority.ok) return authority
    const scope = scopeOf(id)
    return mayWriteCommitment(work.actor, { ...INSPECTION, scope }, scope) ? authority : notYours(INSPECTION)
  },
  run: async (work, { from, to, title }, authority) => {
    const calendar = await calendarOfInspections(work, authority)
    const commitment = await newCommitment(work, calendar, {
      title,
      busy: 'busy',
      authorities: [],
      from,
      to,
      date: null,
      startTime: null,
      endTime: null,
    })
    if (!commitment.ok) return commitment
    const commitmentId =
      (await reportedBefore(work, calendar, { first: from, last: to })) ??
      (await insertCommitments(work.trx, regionOf(work).id, calendar.id, [commitment.value], work.now))[0] ??
      ''
    const entered = await stored(work, calendar, commitmentId)
    if (!entered.ok) return entered
    const affected = await affectedBy(work, entered.value)
    work.record('commitment', commitmentId, {
      calendarId: calendar.id,
      authorityId: authority.id,
      affected: affected.map(({ event }) => event.id),
    })
    return success({ commitment: entered.value, affected })
  },
})

/** The inspection of just these days that stands in the calendar: office and consultant may both be told of it. */
const reportedBefore = async (
  work: Work,
  { id }: Calendar,
  { first, last }: Days,
): Promise<string | undefined> => {
  const known = await selectCommitments(work.trx)
    .where('commitment.calendarId', '=', id)
    .where('commitment.firstDay', '=', first)
    .where('commitment.lastDay', '=', last)
    .executeTakeFirst()
  return known?.id
}

/** The kind of calendar that every region has for inspections. */
const INSPECTION = { kind: 'inspection', feeds: 'inspection-on-site' } as const

const scopeOf = (authorityId: string): Scope => ({ kind: 'authorities', ids: [authorityId] })

/** The authority's own calendar of inspections, made if there is none; two reports at once make one between them. */
const calendarOfInspections = async (work: Work, { id, name }: Authority): Promise<Calendar> => {
  const region = regionOf(work)
  await lockAuthority(work.trx, id)
  const rows = await selectCalendars(work.trx)
    .where('calendar.regionId', '=', region.id)
    .where('calendar.kind', '=', 'inspection')
    .orderBy('calendar.createdAt')
    .orderBy('calendar.id')
    .execute()
  const own = rows
    .map(calendarOf)
    .find(({ scope }) => scope.kind === 'authorities' && scope.ids.length === 1 && scope.ids[0] === id)
  if (own) return own
  const calendar = {
    ...INSPECTION,
    name: `Inspections of ${name}`,
    scope: scopeOf(id),
    coversFrom: null,
    coversTo: null,
    checkedAt: work.now,
    staleAfterDays: null,
  }
  return insertCalendar(work.trx, region.id, calendar, work.now)
}

/** The events that a commitment hits and that can still move, by the time they begin. */
const affectedBy = async (work: Work, { id, span }: StoredCommitment): Promise<AffectedEvent[]> => {
  const meeting = await loadLiveEvents(work.trx, regionOf(work).id, [span])
  const movable = meeting
    .filter(({ state }) => moveTo(state, 'reschedule').ok)
    .toSorted((a, b) => a.span.from.getTime() - b.span.from.getTime() || (a.id < b.id ? -1 : 1))
  const judged = await judge(work, movable)
  const { circles } = judged.ground
  const hit = judged.events
    .filter(({ clashes }) => clashes.some(({ commitmentId }) => commitmentId === id))
    .filter(
      ({ event }) => checkRoundLetsMove(circles.round(event.roundId), 'reschedule', event.wasDeferred).ok,
    )
  const affected: AffectedEvent[] = []
  for (const event of viewsOf(work, { ...judged, events: hit }))
    affected.push({ event, alternatives: await bestAlternatives(work, event, ALTERNATIVES) })
  return affected
}
