import type { ChallengeEvent } from '../../db/events.ts'
import type { EventKind, EventState } from '../../domain/events/event.ts'
import { type Fault, failure, fault, type Result, success } from '../../domain/failures.ts'
import { isSameOccasion, type Occasion } from '../../domain/intervals.ts'
import type { Round } from '../../domain/rounds/round.ts'
import { tidied } from '../../domain/spreadsheets/cells.ts'
import { stateOf } from '../../domain/spreadsheets/event-lines.ts'
import { occasionInWords } from '../../domain/words.ts'
import type { EventToChange } from '../events/access.ts'
import { type EventProposal, edit, propose } from '../events/events.ts'
import type { FormerAnswer } from '../events/forgetting.ts'
import { confirm, reschedule } from '../events/moves.ts'
import type { Work } from '../use-case.ts'
import type { Check, Plan } from './importing.ts'

/** The fields of an event as the API takes them. */
export interface EventFields extends Occasion {
  readonly kind: EventKind
  readonly title: string | null
  readonly venue: string | null
  readonly joiningLink: string | null
}

/** The fields of a line's own: why an event is given another date. */
export type DateFields = EventFields & { readonly reason: string | null }

/** All that lines are compared with and name, loaded once. */
export interface Ground {
  readonly work: Work
  readonly round: Round
  /** The triads by number. */
  readonly triads: ReadonlyMap<number, string>
  /** As the lines taken so far have left them. */
  readonly events: Map<string, ChallengeEvent>
  readonly check: Check<DateFields>
  /** What offices had answered to dates that events no longer have; one may stand here twice. */
  readonly former: FormerAnswer[]
}

/** What a line says of an event. */
export interface Row extends Omit<DateFields, 'kind' | 'date'> {
  readonly id: string | null
  readonly kind: string | null
  readonly triad: number | null
  readonly date: string | null
  readonly state: string | null
}

/** The date and times of a line. */
export const occasionOf = ({ date, days, startTime, endTime }: Row): Occasion => ({
  date: date ?? '',
  days,
  startTime,
  endTime,
})

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

/** What a line asks for that names no event. */
export const planProposal = (ground: Ground, row: Row): Result<Plan> => {
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
    placesPerOffice: null,
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
export const planChange = (ground: Ground, event: ChallengeEvent, row: Row): Result<Plan> => {
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
  { work, round, events, former }: Ground,
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
    const dates = [{ event, round, occasion }]
    const moved = await reschedule(work, dates, { reason, waivers: [] }, (answers) => former.push(...answers))
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
