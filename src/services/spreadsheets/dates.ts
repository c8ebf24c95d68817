import { type ChallengeEvent, eventOf, lockEvents, selectEvents } from '../../db/events.ts'
import { loadTriads } from '../../db/rounds.ts'
import { inSavepoint } from '../../db/savepoint.ts'
import { type EventKind, type EventState, isLive } from '../../domain/events/event.ts'
import { type Fault, failure, fault, type Result, success } from '../../domain/failures.ts'
import { isSameOccasion, type Occasion } from '../../domain/intervals.ts'
import type { Round } from '../../domain/rounds/round.ts'
import { tidied } from '../../domain/spreadsheets/cells.ts'
import { clashesAsFaults, stateOf } from '../../domain/spreadsheets/event-lines.ts'
import type { ImportReport } from '../../domain/spreadsheets/report.ts'
import { occasionInWords } from '../../domain/words.ts'
import type { EventToChange } from '../events/access.ts'
import { type EventProposal, edit, propose } from '../events/events.ts'
import { confirm, reschedule } from '../events/moves.ts'
import type { Work } from '../use-case.ts'
import { type Check, type Importer, type Plan, takeLines } from './importing.ts'
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

/** The fields of an event as the API takes them. */
export interface EventFields extends Occasion {
  readonly kind: EventKind
  readonly title: string | null
  readonly venue: string | null
  readonly joiningLink: string | null
}

/** The fields of a line's own: why an event is given another date. */
export type DateFields = EventFields & { readonly reason: string | null }

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

/** Takes lines that propose, confirm, reschedule and describe the events of a round. */
export const takeDates = async (
  work: Work,
  round: Round,
  file: Uint8Array,
  check: Check<DateFields>,
): Promise<Result<ImportReport>> => {
  const known = await loadEvents(work, round)
  const events = await lockEvents(
    work.trx,
    known.map(({ id }) => id),
  )
  const triads = new Map((await loadTriads(work.trx, round.id)).map(({ id, number }) => [number, id]))
  return takeLines(work, file, importer({ work, round, triads, events: byId(events), check }))
}

const byId = (events: readonly ChallengeEvent[]) => new Map(events.map((event) => [event.id, event]))

interface Ground {
  readonly work: Work
  readonly round: Round
  /** The triads by number. */
  readonly triads: ReadonlyMap<number, string>
  /** As the lines taken so far have left them. */
  readonly events: Map<string, ChallengeEvent>
  readonly check: Check<DateFields>
}

interface Row extends Omit<DateFields, 'kind' | 'date'> {
  readonly id: string | null
  readonly kind: string | null
  readonly triad: number | null
  readonly date: string | null
  readonly state: string | null
}

const occasionOf = ({ date, days, startTime, endTime }: Row): Occasion => ({
  date: date ?? '',
  days,
  startTime,
  endTime,
})

const importer = (ground: Ground): Importer<Row> => {
  const { work, round, triads, events } = ground
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
      const moved = await inSavepoint(work.trx, () => reschedule(work, dates, { reason: null, waivers: [] }))
      if (moved.ok) for (const event of moved.value) events.set(event.id, event)
    },
    explain: (_row, refusal) => clashesAsFaults(refusal),
    waitsFor: (_row, { clashes = [] }) => clashes.flatMap(({ otherEventId }) => otherEventId ?? []),
  }
}

const fieldsOf = ({ triads, round }: Ground, row: Row, title: string | null) => ({
  roundId: round.id,
  triadId: row.triad === null ? null : triads.get(row.triad),
  ...(row.kind !== null && { kind: row.kind }),
  ...(row.date !== null && { date: row.date }),
  title,
  days: row.days,
  startTime: row.startTime,
  endTime: row.endTime,
  venue: row.venue,
  joiningLink: row.joiningLink,
  reason: row.reason,
})

const planProposal = (ground: Ground, row: Row): Result<Plan> => {
  const { work, round, triads, events, check } = ground
  const fields = check(fieldsOf(ground, row, row.title))
  if (!fields.ok) return fields
  const confirmed = row.state === 'confirmed'
  if (row.state !== null && row.state !== 'proposed' && !confirmed)
    return fault('/state', 'A new event is proposed, or confirmed at once.')
  const { kind, title, venue, joiningLink, date, days, startTime, endTime } = fields.value
  const occasion = { date, days, startTime, endTime }
  const proposal: EventProposal = {
    roundId: round.id,
    triadId: row.triad === null ? null : (triads.get(row.triad) ?? null),
    kind,
    title,
    hostAuthorityId: null,
    venue,
    joiningLink,
    occasion,
    facilitatorIds: [],
    waivers: [],
  }
  const whose = row.triad === null ? kind : `${kind} of triad ${row.triad}`
  return success({
    outcome: 'created',
    what: `${title ?? whose}: ${confirmed ? 'confirmed' : 'proposed'} for ${occasionInWords(occasion)}`,
    write: async () => {
      const proposed = await propose(work, round, proposal)
      if (!proposed.ok) return proposed
      const event = proposed.value
      const settled = confirmed ? await confirm(work, { event, round }, []) : success([event])
      if (!settled.ok) return settled
      for (const each of settled.value) events.set(each.id, each)
      return success(event.id)
    },
  })
}

/** What a line asks of an event that is there: another date, another description, its confirmation. */
const planChange = (ground: Ground, event: ChallengeEvent, row: Row): Result<Plan> => {
  const { triads, check } = ground
  const { title } = event
  const faults: Fault[] = []
  if (row.kind !== event.kind)
    faults.push({
      pointer: '/kind',
      detail: `The kind of ${title} does not change: cancel it and propose another.`,
    })
  if ((row.triad === null ? null : triads.get(row.triad)) !== event.triadId)
    faults.push({
      pointer: '/triadId',
      detail: `The triad of ${title} does not change: cancel it and propose another.`,
    })
  if (row.id !== null && row.title === null)
    faults.push({ pointer: '/title', detail: 'An event has a title.' })
  const wanted = { title: row.title ?? title, venue: row.venue, joiningLink: row.joiningLink }
  const described =
    tidied(title) === wanted.title && event.venue === wanted.venue && event.joiningLink === wanted.joiningLink
  const occasion = occasionOf(row)
  const dated = isSameOccasion(event.occasion, occasion)
  if (!dated && row.reason === null)
    faults.push({ pointer: '/reason', detail: 'Say why it is given another date.' })
  if (faults.length > 0)
    return failure('invalid-request', faults.map(({ detail }) => detail).join(' '), faults)
  const state = stateOf(event, (row.state ?? event.state) as EventState, !dated)
  if (!state.ok) return state
  if (dated && described && !state.value.confirm)
    return success({ outcome: 'unchanged', what: `${title}: as before` })
  const fields = check(fieldsOf(ground, row, wanted.title))
  if (!fields.ok) return fields
  const sentences = [
    ...(dated ? [] : [`moves to ${occasionInWords(occasion)}`]),
    ...(described ? [] : ['gets another title, venue or link']),
    ...(state.value.confirm ? ['is confirmed'] : []),
  ]
  return success({
    outcome: 'changed',
    what: `${title}: ${sentences.join('; ')}`,
    write: () =>
      carryOut(ground, event.id, {
        occasion,
        description: described ? null : wanted,
        reason: row.reason,
        confirms: state.value.confirm,
      }),
  })
}

interface Wanted {
  readonly occasion: Occasion
  /** Null to leave it. */
  readonly description: (Pick<EventFields, 'venue' | 'joiningLink'> & { readonly title: string }) | null
  readonly reason: string | null
  readonly confirms: boolean
}

/** Does to an event what it still lacks of what is wanted: its date may have been given with others' already. */
const carryOut = async (
  { work, round, events }: Ground,
  id: string,
  { occasion, description, reason, confirms }: Wanted,
): Promise<Result<string>> => {
  const found = (event: ChallengeEvent | undefined): EventToChange => {
    if (event === undefined) throw new Error(`event ${id} was not loaded`)
    return { event, round }
  }
  let { event } = found(events.get(id))
  if (description !== null) {
    const edited = await edit(work, { event, round }, description)
    if (!edited.ok) return edited
    event = edited.value
  }
  if (!isSameOccasion(event.occasion, occasion)) {
    const moved = await reschedule(work, [{ event, round, occasion }], { reason, waivers: [] })
    if (!moved.ok) return moved
    event = found(moved.value[0]).event
  }
  if (confirms) {
    const confirmed = await confirm(work, { event, round }, [])
    if (!confirmed.ok) return confirmed
    event = found(confirmed.value[0]).event
  }
  events.set(id, event)
  return success(id)
}
