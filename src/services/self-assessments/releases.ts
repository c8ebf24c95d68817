import type { Database } from '../../db/database.ts'
import { insertMessage } from '../../db/outbox.ts'
import { loadPapers } from '../../db/papers.ts'
import { loadUntoldReleases } from '../../db/untold-releases.ts'
import { localDate } from '../../domain/intervals.ts'
import { isReleased } from '../../domain/moderation/self-assessment.ts'
import {
  packAddress,
  SELF_ASSESSMENT_RELEASED,
  type SelfAssessmentReleased,
} from '../../domain/self-assessments/released.ts'
import { everyRegion, inRegion } from '../background.ts'
import { regionOf, type Work } from '../use-case.ts'

/** Puts into the outbox that papers have been released: a day does that, and nobody's call. Returns how many. */
export const tellReleases = async (database: Database, now: () => Date): Promise<number> => {
  let told = 0
  for (const region of await everyRegion(database, now())) {
    told += await inRegion(database, region, now(), tellIn)
  }
  return told
}

const tellIn = async (work: Work): Promise<number> => {
  const { id: regionId, timezone } = regionOf(work)
  const ids = await loadUntoldReleases(work.trx, regionId, localDate(work.now, timezone))
  if (ids.length === 0) return 0
  const papers = await loadPapers(work.trx, regionOf(work), { ids })
  let told = 0
  for (const { id, round, authority, facts } of papers) {
    if (facts.releasedAt === null || !isReleased(facts, work.now)) continue
    const payload: SelfAssessmentReleased = {
      selfAssessmentId: id,
      roundId: round.id,
      round: round.label,
      authority: authority.name,
      releasedAt: facts.releasedAt.toISOString(),
      pack: packAddress(id),
    }
    const message = { topic: SELF_ASSESSMENT_RELEASED, subjectId: id, payload, at: work.now }
    if (await insertMessage(work.trx, regionId, message)) told += 1
  }
  return told
}
