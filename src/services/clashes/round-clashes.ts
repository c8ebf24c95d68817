import { type FoundClash, foundClashOf, selectFoundClashes } from '../../db/clashes.ts'
import { loadNames } from '../../db/names.ts'
import { type Page, type PageRequest, pageOf } from '../../db/page.ts'
import type { Severity } from '../../domain/clashes/clash.ts'
import { asSeenBy, type SeenClash } from '../../domain/clashes/visibility.ts'
import { success } from '../../domain/failures.ts'
import type { Round } from '../../domain/rounds/round.ts'
import { roundToRead } from '../rounds/access.ts'
import { reading } from '../use-case.ts'
import { lookAgain } from './looking-again.ts'
import { viewerOf } from './viewer.ts'

/** Which of a round's clashes are asked for. */
export interface ClashFilter extends PageRequest {
  readonly id: string
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
