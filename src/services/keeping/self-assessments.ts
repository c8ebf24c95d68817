import { type Database, inTransaction } from '../../db/database.ts'
import { emptySelfAssessments, loadKeptRounds } from '../../db/kept-papers.ts'
import { localDate } from '../../domain/intervals.ts'
import { keptUntil } from '../../domain/self-assessments/retention.ts'
import { everyRegion } from '../background.ts'
import type { Region } from '../use-case.ts'
import { recordCommand } from './recording.ts'

/** A self-assessment whose content is kept no longer. */
export interface EmptiedPaper {
  readonly region: string
  readonly id: string
  readonly authority: string
  readonly round: string
}

/**
 * Takes away what self-assessments say once the years are over for which their round keeps it: sections, documents,
 * drafts, moderators' comments and report. That they were written, moderated and read stays, with one audit row for
 * each. A region a transaction, so that one that fails holds up no other.
 */
export const emptyExpired = async (database: Database, now: Date): Promise<EmptiedPaper[]> => {
  const emptied: EmptiedPaper[] = []
  for (const region of await everyRegion(database, now))
    emptied.push(...(await emptyIn(database, region, now)))
  return emptied
}

const emptyIn = (database: Database, region: Region, now: Date): Promise<EmptiedPaper[]> =>
  inTransaction(database, { regionId: region.id, personId: null, now }, async (trx) => {
    const today = localDate(now, region.timezone)
    const rounds = (await loadKeptRounds(trx, region.id)).filter((round) => {
      const until = keptUntil(round, region.timezone)
      return until !== null && until <= today
    })
    const papers = await emptySelfAssessments(
      trx,
      rounds.map(({ id }) => id),
      now,
    )
    for (const { id } of papers)
      await recordCommand(trx, {
        regionId: region.id,
        at: now,
        action: 'emptySelfAssessment',
        subjectType: 'self-assessment',
        subjectId: id,
      })
    const labels = new Map(rounds.map(({ id, label }) => [id, label]))
    return papers.map(({ id, roundId, authority }) => ({
      region: region.name,
      id,
      authority,
      round: labels.get(roundId) ?? '',
    }))
  })
