import type { Database } from '../../db/database.ts'
import { disturbByTime, sweptAt } from '../../db/disturbances.ts'
import { localDate } from '../../domain/intervals.ts'
import { everyRegion, inRegion } from '../background.ts'
import { regionOf, type Work } from '../use-case.ts'
import { type Look, lookAgain } from './looking-again.ts'

/** Watches for clashes, so that they are found before anybody asks. */
export interface ClashWatch {
  /** Notes what the clock has done since the last time, and looks after all that waits; returns what it did. */
  look(): Promise<Omit<Look, 'more'>>
}

/** A watch over every region of a database; each region is looked after in transactions of its own. */
export const createClashWatch = (database: Database, now: () => Date): ClashWatch => ({
  look: async () => {
    const done = { judged: 0, opened: 0, closed: 0 }
    for (const region of await everyRegion(database, now())) {
      await inRegion(database, region, now(), sweep)
      for (let more = true; more; ) {
        const look = await inRegion(database, region, now(), lookAgain)
        done.judged += look.judged
        done.opened += look.opened
        done.closed += look.closed
        more = look.more
      }
    }
    return done
  },
})

const sweep = async (work: Work): Promise<void> => {
  const { id, timezone } = regionOf(work)
  const before = await sweptAt(work.trx, id, work.now)
  if (before === null || before >= work.now) return
  await disturbByTime(work.trx, id, {
    after: before,
    until: work.now,
    days: { after: localDate(before, timezone), until: localDate(work.now, timezone) },
  })
}
