import { type ChallengeEvent, eventOf, lockEvents, selectEvents } from '../../db/events.ts'
import { loadTriads } from '../../db/rounds.ts'
import { inSavepoint } from '../../db/savepoint.ts'
import { isLive } from '../../domain/events/event.ts'
import { fault, type Result } from '../../domain/failures.ts'
import { isSameOccasion } from '../../domain/intervals.ts'
import type { Round } from '../../domain/rounds/round.ts'
import { tidied } from '../../domain/spreadsheets/cells.ts'
import { clashesAsFaults } from '../../domain/spreadsheets/event-lines.ts'
import type { ImportReport } from '../../domain/spreadsheets/report.ts'
import type { FormerAnswer } from '../events/forgetting.ts'
import { reschedule } from '../events/moves.ts'
import type { Work } from '../use-case.ts'
import { type DateFields, type Ground, occasionOf, planChange, planProposal, type Row } from './date-plans.ts'
import { type Check, type Importer, takeLines } from './importing.ts'
import type { Cell } from './write-sheet.ts'

export const DATE_COLUMNS = [
  'event_id',
  'kind',
  'triad',
  'title',
  'date',
  'days',
  'start',
  'end',
  'venue',
  'joining_link',
  'state',
  'reason',
]

const COLUMN_OF = {
  id: 'event_id',
  kind: 'kind',
  hostAuthorityId: 'kind',
  triadId: 'triad',
  title: 'title',
  date: 'date',
  days: 'days',
  startTime: 'start',
  endTime: 'end',
  venue: 'venue',
  joiningLink: 'joining_link',
  state: 'state',
  reason: 'reason',
}

const loadEvents = async (work: Work, round: Round): Promise<ChallengeEvent[]> => {
  const rows = await selectEvents(work.trx)
    .where('challengeEvent.roundId', '=', round.id)
    .orderBy('challengeEvent.startsAt')
    .orderBy('challengeEvent.id')
    .execute()
  return rows.map(eventOf)
}

/** The round's events by the time they begin; reasons are for those who bring the file back. */
export const dateRows = async (work: Work, round: Round): Promise<Cell[][]> => {
  const numbers = new Map((await loadTriads(work.trx, round.id)).map(({ id, number }) => [id, number]))
  return (await loadEvents(work, round)).map((event) => [
    event.id,
    event.kind,
    event.triadId && (numbers.get(event.triadId) ?? null),
    event.title,
    event.occasion.date,
    event.occasion.days,
    event.occasion.startTime,
    event.occasion.endTime,
    event.venue,
    event.joiningLink,
    event.state,
    null,
  ])
}

/**
 * Takes lines that propose, confirm, reschedule and describe the events of a round. What offices had answered to
 * former dates is added to `former`.
 */
export const takeDates = async (
  work: Work,
  round: Round,
  file: Uint8Array,
  check: Check<DateFields>,
  former: FormerAnswer[],
): Promise<Result<ImportReport>> => {
  const known = await loadEvents(work, round)
  const events = await lockEvents(
    work.trx,
    known.map(({ id }) => id),
  )
  const triads = new Map((await loadTriads(work.trx, round.id)).map(({ id, number }) => [number, id]))
  return takeLines(work, file, importer({ work, round, triads, events: byId(events), check, former }))
}

const byId = (events: readonly ChallengeEvent[]) => new Map(events.map((event) => [event.id, event]))

const importer = (ground: Ground): Importer<Row> => {
  const { work, round, triads, events, former } = ground
  const known = (row: Row): ChallengeEvent | undefined => {
    if (row.id !== null) return events.get(row.id.toLowerCase())
    return [...events.values()].find(
      (event) =>
        isLive(event.state) &&
        event.kind === row.kind &&
        event.triadId === (row.triad === null ? null : triads.get(row.triad)) &&
        isSameOccasion(event.occasion, occasionOf(row)) &&
        (row.title === null || row.title === tidied(event.title)),
    )
  }
  return {
    columns: DATE_COLUMNS,
    columnOf: COLUMN_OF,
    read: (cells) => ({
      id: cells.text('event_id'),
      kind: cells.text('kind')?.toLowerCase() ?? null,
      triad: cells.number('triad'),
      title: cells.text('title'),
      date: cells.date('date'),
      days: cells.number('days') ?? 1,
      startTime: cells.time('start'),
      endTime: cells.time('end'),
      venue: cells.text('venue'),
      joiningLink: cells.text('joining_link'),
      state: cells.text('state')?.toLowerCase() ?? null,
      reason: cells.text('reason'),
    }),
    key: (row) =>
      known(row)?.id ?? row.id ?? JSON.stringify([row.kind, row.triad, row.title, occasionOf(row)]),
    plan: (row) => {
      const event = known(row)
      if (row.id !== null && event === undefined)
        return fault('/id', `There is no such event in the round ${round.label}.`)
      if (row.triad !== null && !triads.has(row.triad))
        return fault('/triadId', `The round ${round.label} has no triad ${row.triad}.`)
      return event ? planChange(ground, event, row) : planProposal(ground, row)
    },
    together: async (rows) => {
      const dates = rows.flatMap((row) => {
        const event = known(row)
        return event && !isSameOccasion(event.occasion, occasionOf(row))
          ? [{ event, round, occasion: occasionOf(row), reason: row.reason }]
          : []
      })
      if (dates.length < 2) return
      const moved = await inSavepoint(work.trx, () =>
        reschedule(work, dates, { reason: null, waivers: [] }, (answers) => former.push(...answers)),
      )
      if (moved.ok) for (const event of moved.value) events.set(event.id, event)
    },
    explain: (_row, refusal) => clashesAsFaults(refusal),
    waitsFor: (_row, { clashes = [] }) => clashes.flatMap(({ otherEventId }) => otherEventId ?? []),
  }
}
