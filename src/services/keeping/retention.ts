import { removeExpiredPapers } from '../../db/area-papers.ts'
import { type Database, inTransaction } from '../../db/database.ts'
import { localDate } from '../../domain/intervals.ts'
import { everyRegion } from '../background.ts'
import { recordCommand } from './recording.ts'

/** A paper that is kept no longer. */
export interface RemovedPaper {
  readonly region: string
  readonly id: string
  readonly kind: string
  readonly version: number
  readonly retainUntil: string
}

/**
 * Removes every paper of the directors' area whose time has come, with its documents, and leaves one audit row for
 * each. A region a transaction, so that one that fails holds up no other.
 */
export const removeExpired = async (database: Database, now: Date): Promise<RemovedPaper[]> => {
  const removed: RemovedPaper[] = []
  for (const region of await everyRegion(database, now)) {
    const scope = { regionId: region.id, personId: null, now }
    const papers = await inTransaction(database, scope, async (trx) => {
      const gone = await removeExpiredPapers(trx, region.id, localDate(now, region.timezone))
      for (const { id, ...paper } of gone) {
        await recordCommand(trx, {
          regionId: region.id,
          at: now,
          action: 'removeExpiredPaper',
          subjectType: 'paper',
          subjectId: id,
          detail: { circulatedPaperId: id, ...paper },
        })
      }
      return gone
    })
    removed.push(...papers.map(({ authorityId: _, ...paper }) => ({ ...paper, region: region.name })))
  }
  return removed
}
