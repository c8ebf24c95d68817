import { type FoundClash, foundClashOf, selectFoundClashes } from '../../db/clashes.ts'
import {
  insertWaivers,
  latestMove,
  type StoredWaiver,
  selectWaivers,
  waiverOf,
} from '../../db/event-history.ts'
import { lockEvents } from '../../db/events.ts'
import { loadNames } from '../../db/names.ts'
import { type Page, type PageRequest, pageOf } from '../../db/page.ts'
import { isConsultant, mayChangeProgramme } from '../../domain/access/operations.ts'
import type { Severity } from '../../domain/clashes/clash.ts'
import { byIdentity } from '../../domain/clashes/found.ts'
import { asSeenBy, type SeenClash } from '../../domain/clashes/visibility.ts'
import { failure, fault, success } from '../../domain/failures.ts'
import { type LocalDate, localDate } from '../../domain/intervals.ts'
import type { Round } from '../../domain/rounds/round.ts'
import { roundToRead } from '../rounds/access.ts'
import { allow, notFound, reading, regionOf, writing } from '../use-case.ts'
import { judge } from './judging.ts'
import { lookAgain } from './looking-again.ts'
import { viewerOf } from './viewer.ts'

interface OfRound extends PageRequest {
  readonly id: string
}

/** Which of a round's clashes are asked for. */
export interface ClashFilter extends OfRound {
  readonly standing: 'now' | 'before' | 'ever'
  readonly severity?: Severity | undefined
  readonly eventId?: string | undefined
}

/** A clash as it was found, as somebody sees it. */
export interface SeenFinding extends Omit<FoundClash, 'clash' | 'identity' | 'waiverId'> {
  readonly clash: SeenClash
}

/** A part of a round's clashes. */
export interface FoundClashes extends Page<SeenFinding> {
  /** Whether events still wait to be judged again, so that some may be missing or gone. */
  readonly pending: boolean
}

/**
 * The clashes of a round as they were found: what refuses confirming first, then warnings, then what was accepted.
 * What changed just now is looked at before the answer, so that a write shows in the list that is read after it.
 */
export const listClashes = reading<ClashFilter, Round, FoundClashes>({
  authorise: (work, { id }) => roundToRead(work, id),
  run: async (work, { standing, severity, eventId, ...input }, round) => {
    const { more } = await lookAgain(work)
    let query = selectFoundClashes(work.trx).where('clash.roundId', '=', round.id)
    if (standing === 'now') query = query.where('clash.closedAt', 'is', null)
    if (standing === 'before') query = query.where('clash.closedAt', 'is not', null)
    if (severity) query = query.where('clash.severity', '=', severity)
    if (eventId) query = query.where('clash.eventId', '=', eventId)
    const page = await pageOf(query, { column: 'clash.place', type: 'text', idColumn: 'clash.id' }, input)
    if (!page.ok) return page
    const viewer = viewerOf(work.actor)
    const { authorities } = await loadNames(work.trx, round.regionId)
    const items = page.value.items
      .map(foundClashOf)
      .map(({ clash, ...found }): SeenFinding => ({ ...found, clash: asSeenBy(clash, viewer, authorities) }))
    return success({ items, nextCursor: page.value.nextCursor, pending: more })
  },
})

/** A clash of a round that the consultant accepts. */
export interface WaiverRequest {
  readonly id: string
  readonly clashId: string
  readonly reason: string
  readonly until: LocalDate | null
}

/**
 * The consultant accepts one clash as it stands, with a reason, for as long as what it rests on stays and its event
 * keeps its date, or until a day. Nobody can be in two places, so a double booking is never accepted.
 */
export const waiveClash = writing<WaiverRequest, FoundClash, SeenWaiver>({
  authorise: async (work, { id, clashId }) => {
    const allowed = allow(
      mayChangeProgramme(work.actor, regionOf(work).id),
      'Clashes are accepted by the programme consultant.',
    )
    if (!allowed.ok) return allowed
    const row = await selectFoundClashes(work.trx)
      .where('clash.roundId', '=', id)
      .where('clash.id', '=', clashId)
      .executeTakeFirst()
    return row ? success(foundClashOf(row)) : notFound()
  },
  run: async (work, { reason, until }, { eventId, identity, clash }) => {
    if (clash.rule === 'person-double-booked')
      return fault('/clashId', 'A double booking cannot be waived: nobody can be in two places.')
    if (until !== null && until < localDate(work.now, regionOf(work).timezone))
      return fault('/until', 'This day is over: say a later one, or none.')
    const [judged] = (await judge(work, await lockEvents(work.trx, [eventId]))).events
    const standing = judged && byIdentity(judged.clashes).get(identity)
    if (!judged || !standing)
      return failure('wrong-state', 'This clash does not stand any more: read the list again.')
    const { rule, commitmentId, basis } = standing
    const by = { personId: work.actor.personId, at: work.now }
    const waiver = { rule, commitmentId, reason, until, bases: [basis] }
    const revision = await latestMove(work.trx, eventId)
    const [waiverId = ''] = await insertWaivers(work.trx, { ...judged.event, revision }, [waiver], by)
    work.record('waiver', waiverId, { eventId, rule, commitmentId, until })
    return success({ ...waiver, id: waiverId, eventId, ...by, stands: true })
  },
})

/** A waiver as somebody sees it. */
export type SeenWaiver = Omit<StoredWaiver, 'rule'> & Pick<SeenClash, 'rule'>

/**
 * The waivers given in a round, the first first, those of former dates too. That an inspection was waived would
 * tell of the inspection, so others than the consultant see only that somebody unavailable was accepted.
 */
export const listWaivers = reading({
  authorise: (work, { id }: OfRound) => roundToRead(work, id),
  run: async (work, input, round: Round) => {
    const page = await pageOf(
      selectWaivers(work.trx).where('roundId', '=', round.id),
      { column: 'at', type: 'timestamptz', idColumn: 'id' },
      input,
    )
    if (!page.ok) return page
    const hide = !isConsultant(work.actor)
    const items = page.value.items
      .map(waiverOf)
      .map(
        (waiver): SeenWaiver =>
          hide && waiver.rule === 'inspection-on-site'
            ? { ...waiver, rule: 'unavailable', commitmentId: null, reason: 'accepted' }
            : waiver,
      )
    return success({ ...page.value, items })
  },
})
