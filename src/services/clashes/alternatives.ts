import type { ChallengeEvent } from '../../db/events.ts'
import type { Page, PageRequest } from '../../db/page.ts'
import { type Ranked, ranked } from '../../domain/clashes/ranking.ts'
import {
  checkHalfDays,
  DEFAULT_HALF_DAYS,
  type HalfDays,
  type SlotLength,
  shapesFor,
  slotsOf,
} from '../../domain/clashes/slots.ts'
import type { SeenClash } from '../../domain/clashes/visibility.ts'
import { checkRoundLetsMove } from '../../domain/events/closed-round.ts'
import { isLive, moveTo } from '../../domain/events/event.ts'
import { fault, type Result, success } from '../../domain/failures.ts'
import { addDays, type Days, isSameOccasion, type LocalDate, localDate } from '../../domain/intervals.ts'
import type { Round } from '../../domain/rounds/round.ts'
import { daysInWords } from '../../domain/words.ts'
import { eventToRead } from '../events/access.ts'
import { type Circles, loadCircles } from '../events/circles.ts'
import { reading, regionOf, type Work } from '../use-case.ts'
import { type Coverage, coverageOf } from './coverage.ts'
import type { Ground } from './ground.ts'
import { seenBy } from './judging.ts'
import { type JudgedDate, subjectOfEvent, triedSlots, tryDates } from './trying.ts'

/** A slot to which an event could move, with what stands against it as somebody may see it. */
export interface Alternative extends Omit<Ranked<JudgedDate>, 'clashes' | 'facts' | 'sessions'> {
  readonly clashes: readonly SeenClash[]
  readonly coverage: readonly Coverage[]
}

/** Which slots are asked for; null for an event's own form. */
interface Form {
  readonly length: SlotLength | null
  readonly halfDays: HalfDays
}

interface Asked extends Form, PageRequest {
  readonly id: string
  /** The slots that begin on this day alone, ranked as among all. */
  readonly date?: LocalDate | undefined
}

/**
 * Every slot of the round's window to which an event could move, best first: for everybody who sees the event. A
 * cursor names a rank, because the list is made anew each time: when the facts change in between, so does the list.
 */
export const listAlternatives = reading<Asked, ChallengeEvent, Page<Alternative>>({
  authorise: (work, { id }) => eventToRead(work, id),
  run: async (work, input, event) => {
    const ordered = checkHalfDays(input.halfDays, (half) => `?${half}`)
    if (!ordered.ok) return ordered
    const circles = await loadCircles(work, [event.roundId])
    const round = circles.round(event.roundId)
    const open = checkRoundLetsMove(round, 'reschedule', event.wasDeferred)
    if (!open.ok) return open
    const may = moveTo(event.state, 'reschedule')
    if (!may.ok) return may
    const asked = dateToAsk(input.date, remaining(work, round), round)
    if (!asked.ok) return asked
    const { ground, slots } = await rankSlots(work, circles, event, input)
    const after = Number(input.cursor ?? 0)
    const wanted = slots
      .filter(({ occasion }) => input.date === undefined || occasion.date === input.date)
      .filter(({ rank }) => rank > after)
    const items = wanted.slice(0, input.limit)
    const last = items.at(-1)
    return success({
      items: items.map((slot) => shown(work, ground, slot)),
      nextCursor: last && wanted.length > items.length ? String(last.rank) : null,
    })
  },
})

/** The days on which an event of the round may still be put: from tomorrow on, within its window. */
const remaining = (work: Work, { window }: Round): Days => {
  const tomorrow = addDays(localDate(work.now, regionOf(work).timezone), 1)
  return { first: tomorrow > window.first ? tomorrow : window.first, last: window.last }
}

const dateToAsk = (
  date: LocalDate | undefined,
  { first, last }: Days,
  { label, window }: Round,
): Result<null> => {
  if (date === undefined || (first <= date && date <= last)) return success(null)
  const within = window.first <= date && date <= window.last
  const detail = within
    ? 'Ask about tomorrow or a later day.'
    : `The window of the round ${label} is ${daysInWords(window)}.`
  return fault('?date', detail)
}

/**
 * Every slot of what remains of its round's window to which an event could move, best first, with all clashes: not
 * for everybody's eyes. The place that it has now, if it has one, is none of them, and is in the way of none; its
 * waivers are for that place and excuse nothing elsewhere. A slot into which its sessions cannot move is left out.
 */
export const rankSlots = async (
  work: Work,
  circles: Circles,
  event: ChallengeEvent,
  { length, halfDays }: Form,
): Promise<{ readonly ground: Ground; readonly slots: readonly Ranked<JudgedDate>[] }> => {
  const round = circles.round(event.roundId)
  const subject = subjectOfEvent(circles, event)
  const shapes = shapesFor(event.occasion, length, halfDays)
  const stands = isLive(event.state)
  const slots = slotsOf(remaining(work, round), shapes, regionOf(work).timezone).filter(
    ({ occasion }) => !(stands && isSameOccasion(occasion, event.occasion)),
  )
  const dates = triedSlots(work, circles, subject, slots)
  const tried = await tryDates(work, circles, round, subject, dates.ok ? dates.value : [])
  return { ground: tried.ground, slots: ranked(tried.dates, event.occasion.date) }
}

/** The best slots of its own form to which an event could move, at most so many, as the actor may see them. */
export const bestAlternatives = async (
  work: Work,
  event: ChallengeEvent,
  count: number,
): Promise<Alternative[]> => {
  const circles = await loadCircles(work, [event.roundId])
  const { ground, slots } = await rankSlots(work, circles, event, {
    length: null,
    halfDays: DEFAULT_HALF_DAYS,
  })
  return slots.slice(0, count).map((slot) => shown(work, ground, slot))
}

const shown = (
  work: Work,
  ground: Ground,
  { facts, clashes, sessions: _, ...slot }: Ranked<JudgedDate>,
): Alternative => ({ ...slot, clashes: seenBy(work, ground, clashes), coverage: coverageOf(facts) })
