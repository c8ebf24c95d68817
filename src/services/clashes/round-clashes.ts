import { type StoredWaiver, selectWaivers, waiverOf } from '../../db/event-history.ts'
import { eventOf, selectEvents } from '../../db/events.ts'
import { type PageRequest, pageOf } from '../../db/page.ts'
import { isConsultant } from '../../domain/access/operations.ts'
import type { SeenClash } from '../../domain/clashes/visibility.ts'
import { success } from '../../domain/failures.ts'
import type { Round } from '../../domain/rounds/round.ts'
import { BY_TIME } from '../events/events.ts'
import { roundToRead } from '../rounds/access.ts'
import { reading } from '../use-case.ts'
import { judge, seenBy } from './judging.ts'

interface OfRound extends PageRequest {
  readonly id: string
}

/** The clashes of a round's live events by the time of these; a page is of so many events, with all their clashes. */
export const listClashes = reading({
  authorise: (work, { id }: OfRound) => roundToRead(work, id),
  run: async (work, input, round: Round) => {
    const live = selectEvents(work.trx)
      .where('challengeEvent.roundId', '=', round.id)
      .where('challengeEvent.state', 'in', ['proposed', 'confirmed', 'held'])
    const page = await pageOf(live, BY_TIME, input)
    if (!page.ok) return page
    const { ground, events } = await judge(work, page.value.items.map(eventOf))
    const clashes = events.flatMap((each) => each.clashes)
    return success({ ...page.value, items: seenBy(work, ground, clashes) })
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
