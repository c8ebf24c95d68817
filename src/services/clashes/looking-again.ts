import { createHash } from 'node:crypto'
import {
  closeClashes,
  type FoundClash,
  keepChecks,
  loadChecks,
  loadOpenClashes,
  type NewFinding,
  openClashes,
  updateClash,
} from '../../db/clashes.ts'
import { disturbEvents, lockDisturbances, takeDisturbances } from '../../db/disturbances.ts'
import { loadEvents } from '../../db/events.ts'
import { accountOf, byIdentity, type Cause, placeOf, refuses } from '../../domain/clashes/found.ts'
import { waiverOf } from '../../domain/clashes/waivers.ts'
import { isPast } from '../../domain/events/event.ts'
import { regionOf, type Work } from '../use-case.ts'
import { affectedEvents } from './affected.ts'
import { type Judged, type JudgedEvent, judge } from './judging.ts'
import { tellDetected } from './telling.ts'

/**
 * How many disturbances, and how many events, are looked after in one transaction, so that it stays short. As many of
 * one as of the other, so that events put off, each a disturbance of its own, are not put off again.
 */
const AT_ONCE = 250

/** What one look did. */
export interface Look {
  /** The events that were judged again. */
  readonly judged: number
  readonly opened: number
  readonly closed: number
  /** Whether others still wait. */
  readonly more: boolean
}

/**
 * Looks after the oldest of a region's disturbances: the events concerned, and no others, are judged again. Clashes
 * that are new are opened and those that are gone are closed, with the time and the cause; a new one that would
 * refuse a confirmed event is put into the outbox.
 */
export const lookAgain = async (work: Work): Promise<Look> => {
  const region = regionOf(work)
  await lockDisturbances(work.trx, region.id)
  const disturbances = await takeDisturbances(work.trx, region.id, AT_ONCE)
  const affected = await affectedEvents(work, disturbances)
  const now = [...affected].slice(0, AT_ONCE)
  const later = [...affected].slice(AT_ONCE)
  await disturbEvents(work.trx, region.id, later, work.now)
  const counts = await judgeAgain(work, new Map(now))
  return { ...counts, more: later.length > 0 || disturbances.length === AT_ONCE }
}

/**
 * Judges stored events again, and writes what has changed about their clashes. Against those whose time has passed
 * nothing stands any more: they are not judged, and what stood is closed.
 */
const judgeAgain = async (work: Work, causes: ReadonlyMap<string, Cause>): Promise<Omit<Look, 'more'>> => {
  const ids = [...causes.keys()]
  if (ids.length === 0) return { judged: 0, opened: 0, closed: 0 }
  const events = Map.groupBy(await loadEvents(work.trx, ids), (event) => isPast(event, work.now))
  const judged = await judge(work, events.get(false) ?? [])
  const known = await loadChecks(work.trx, ids)
  const over = (events.get(true) ?? []).map((event): JudgedEvent => ({ event, clashes: [], waivers: [] }))
  const digests = [...judged.events, ...over].map((each) => ({
    each,
    eventId: each.event.id,
    digest: digestOf(each),
    state: each.event.state,
  }))
  const changed = digests.filter(({ eventId, digest }) => known.get(eventId)?.digest !== digest)
  const open = Map.groupBy(
    await loadOpenClashes(
      work.trx,
      changed.map(({ eventId }) => eventId),
    ),
    ({ eventId }) => eventId,
  )
  const byCause = Map.groupBy(changed, ({ eventId }) => causes.get(eventId) ?? 'event')
  let [opened, closed] = [0, 0]
  for (const [by, events] of byCause) {
    const differences = events.map(({ each }) =>
      differenceOf(each, open.get(each.event.id) ?? [], known.get(each.event.id)?.state ?? each.event.state),
    )
    const fresh = differences.flatMap((each) => each.opened)
    const gone = differences.flatMap((each) => each.closed)
    await openClashes(work.trx, fresh, { at: work.now, by })
    for (const { id, finding } of differences.flatMap((each) => each.changed))
      await updateClash(work.trx, id, finding)
    await closeClashes(work.trx, gone, { at: work.now, by })
    await tellOf(work, judged, differences, by)
    opened += fresh.length
    closed += gone.length
  }
  await keepChecks(work.trx, regionOf(work).id, changed, work.now)
  return { judged: judged.events.length, opened, closed }
}

const digestOf = ({ event, clashes }: JudgedEvent): string =>
  createHash('sha256')
    .update(`${event.state}\n${accountOf(clashes)}`)
    .digest('base64url')

/** What is different about one event's clashes from those that stood. */
interface Difference {
  readonly event: JudgedEvent
  readonly opened: readonly NewFinding[]
  readonly changed: readonly { readonly id: string; readonly finding: NewFinding }[]
  /** Ids of what is gone. */
  readonly closed: readonly string[]
  /** Those that refuse the event now and did not before, or did when it was not yet what it is. */
  readonly refusing: readonly NewFinding[]
}

const differenceOf = (event: JudgedEvent, open: readonly FoundClash[], state: string): Difference => {
  const before = new Map(open.map((each) => [each.identity, each]))
  const found = [...byIdentity(event.clashes)].map(
    ([identity, clash]): NewFinding => ({
      regionId: event.event.regionId,
      roundId: event.event.roundId,
      eventId: event.event.id,
      identity,
      clash,
      waiverId: waiverOf(clash, event.waivers)?.id ?? null,
      place: placeOf(clash),
    }),
  )
  const changed = found.flatMap((finding) => {
    const known = before.get(finding.identity)
    return known ? [{ id: known.id, known, finding }] : []
  })
  return {
    event,
    opened: found.filter(({ identity }) => !before.has(identity)),
    changed: changed.filter(
      ({ known, finding }) =>
        accountOf([known.clash]) !== accountOf([finding.clash]) || known.waiverId !== finding.waiverId,
    ),
    closed: open
      .filter(({ identity }) => !found.some((each) => each.identity === identity))
      .map(({ id }) => id),
    refusing: found.filter(({ identity, clash }) => {
      const known = before.get(identity)
      return refuses(clash) && !(known && refuses(known.clash) && state === event.event.state)
    }),
  }
}

/** Tells the consultant of every confirmed event that has come to be refused. */
const tellOf = async (
  work: Work,
  judged: Judged,
  differences: readonly Difference[],
  by: Cause,
): Promise<void> => {
  for (const { event, refusing } of differences) {
    if (event.event.state !== 'confirmed' || refusing.length === 0) continue
    await tellDetected(
      work,
      judged.ground,
      event.event,
      refusing.map(({ clash }) => clash),
      by,
    )
  }
}
