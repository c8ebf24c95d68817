import { type FoundClash, foundClashOf, selectFoundClashes } from '../../db/clashes.ts'
import { latestMove } from '../../db/event-history.ts'
import { lockEvents } from '../../db/events.ts'
import { type PageRequest, pageOf } from '../../db/page.ts'
import {
  insertWaivers,
  revokeWaiver,
  type StoredWaiver,
  selectWaivers,
  selectWaiversAtWork,
  waiverOf,
} from '../../db/waivers.ts'
import { isConsultant, mayChangeProgramme } from '../../domain/access/operations.ts'
import { byIdentity } from '../../domain/clashes/found.ts'
import type { SeenClash } from '../../domain/clashes/visibility.ts'
import { failure, fault, type Result, success } from '../../domain/failures.ts'
import { type LocalDate, localDate } from '../../domain/intervals.ts'
import type { Round } from '../../domain/rounds/round.ts'
import { roundToRead } from '../rounds/access.ts'
import { allow, notFound, reading, regionOf, type Work, writing } from '../use-case.ts'
import { judge, stillStanding } from './judging.ts'

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
    const allowed = allowConsultant(work)
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
    const [judged] = stillStanding(work, await judge(work, await lockEvents(work.trx, [eventId]))).events
    const standing = judged && byIdentity(judged.clashes).get(identity)
    if (!judged || !standing)
      return failure('wrong-state', 'This clash does not stand any more: read the list again.')
    const { rule, commitmentId, basis } = standing
    const by = { personId: work.actor.personId, at: work.now }
    const waiver = { rule, commitmentId, reason, until, bases: [basis] }
    const revision = await latestMove(work.trx, eventId)
    const [waiverId = ''] = await insertWaivers(work.trx, { ...judged.event, revision }, [waiver], by)
    work.record('waiver', waiverId, { eventId, rule, commitmentId, until })
    return success({ ...waiver, id: waiverId, eventId, ...by, ...STANDING })
  },
})

/**
 * The consultant takes a waiver back: the clash that it excused stands again from the next look on. What was given and
 * taken back stays in the list.
 */
export const revokeRoundWaiver = writing<{ id: string; waiverId: string }, StoredWaiver, undefined>({
  authorise: async (work, { id, waiverId }) => {
    const allowed = allowConsultant(work)
    if (!allowed.ok) return allowed
    const row = await selectWaivers(work.trx)
      .where('waiver.roundId', '=', id)
      .where('waiver.id', '=', waiverId)
      .executeTakeFirst()
    return row ? success(waiverOf(row)) : notFound()
  },
  run: async (work, _input, waiver) => {
    const by = { personId: work.actor.personId, at: work.now }
    if (!(await revokeWaiver(work.trx, regionOf(work).id, waiver, by)))
      return failure('wrong-state', 'This waiver was taken back before: the clash is judged without it.')
    const { id, eventId, rule, commitmentId } = waiver
    work.record('waiver', id, { eventId, rule, commitmentId })
    return success(undefined)
  },
})

const allowConsultant = (work: Work): Result<null> =>
  allow(
    mayChangeProgramme(work.actor, regionOf(work).id),
    'Clashes are accepted by the programme consultant, who alone takes that back.',
  )

const STANDING = { stands: true, excuses: true, revokedBy: null, revokedAt: null } as const

/** A waiver as somebody sees it. */
export type SeenWaiver = Omit<StoredWaiver, 'rule'> &
  Pick<SeenClash, 'rule'> & {
    /** Whether a clash that stands now is excused by it. */
    readonly excuses: boolean
  }

/**
 * The waivers given in a round, the first first, those that were taken back or are of former dates too. That an inspection was waived would
 * tell of the inspection, so others than the consultant see only that somebody unavailable was accepted.
 */
export const listWaivers = reading({
  authorise: (work, { id }: PageRequest & { readonly id: string }) => roundToRead(work, id),
  run: async (work, input, round: Round) => {
    const page = await pageOf(
      selectWaiversAtWork(work.trx).where('waiver.roundId', '=', round.id),
      { column: 'waiver.at', type: 'timestamptz', idColumn: 'waiver.id' },
      input,
    )
    if (!page.ok) return page
    const hide = !isConsultant(work.actor)
    const items = page.value.items
      .map((row) => ({ ...waiverOf(row), excuses: row.excuses }))
      .map(
        (waiver): SeenWaiver =>
          hide && waiver.rule === 'inspection-on-site'
            ? { ...waiver, rule: 'unavailable', commitmentId: null, reason: 'accepted' }
            : waiver,
      )
    return success({ ...page.value, items })
  },
})
