import { inferred, type Say, table } from '../print.ts'
import * as events from '../rounds/events.ts'
import { day, rulesOf } from '../rounds/say-round.ts'
import { eventOf, MOVED, type Played } from './consultant.ts'
import { must, one } from './must.ts'

/** Sessions began on the first of these days and ran into the month of the last (update of December 2019). */
const BEGAN = '2019-11-13'
const RAN_TO = '2020-01-31'

/** Looks for a better day for the triad that meets a half term, moves it there, and reads its history. */
export const moveTriad = async (played: Played, say: Say): Promise<Played> => {
  const { consultant } = played.region
  const event = eventOf(played, MOVED)
  const days = events.weekdaysBetween(BEGAN, RAN_TO)
  const checked = await events.checkDates(consultant, played.round, { eventId: event.id }, days)
  say()
  say(
    table(
      `Where triad ${MOVED} could go: ${checked.length} weekdays in one request`,
      ['From', 'To', 'Clashes'],
      runsOf(checked).map(({ first, last, clashes }) => [day(first), day(last), clashes]),
    ),
  )
  say(
    inferred(
      'that it moved, and these days',
      'sessions began on 13 November and ran to January, so the date of 1 November slipped; no page says to when or why',
    ),
  )

  const free = one(checked, ({ clashes }) => clashes.length === 0, 'a day without a clash')
  const moved = await events.reschedule(consultant, event, free.date, 'Half term in West Sussex.')
  must(moved.date === free.date && moved.clashes.length === 0, 'the triad moved to a day without a clash.')
  const history = await events.historyOf(consultant, moved)
  say()
  say(
    table(
      `History of ${moved.title}, now ${moved.state} for ${day(moved.date)}`,
      ['Move', 'From', 'To', 'Date until then', 'Reason'],
      history.map(({ move, from, to, old, reason }) => [
        move,
        from ?? '',
        to,
        old ? day(old.date) : '',
        reason ?? '',
      ]),
    ),
  )
  return { ...played, events: played.events.map((each) => (each.id === moved.id ? moved : each)) }
}

/** Days one after the other with the same clashes, as one line. */
const runsOf = (checked: readonly events.CheckedDate[]) => {
  const runs: { first: string; last: string; clashes: string }[] = []
  for (const at of checked) {
    const clashes = rulesOf(at)
    const run = runs.at(-1)
    if (run?.clashes === clashes) run.last = at.date
    else runs.push({ first: at.date, last: at.date, clashes })
  }
  return runs
}
