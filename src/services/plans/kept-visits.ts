import { loadTriads } from '../../db/rounds.ts'
import { failure, type Result, success } from '../../domain/failures.ts'
import type { Deployment } from '../../domain/planning/deployment.ts'
import { misplacedVisits } from '../../domain/planning/visit-fit.ts'
import type { Round } from '../../domain/rounds/round.ts'
import { listInWords } from '../../domain/words.ts'
import type { Work } from '../use-case.ts'
import { meetingsOf, plannedMeeting, visitsOf } from './facts.ts'

/**
 * Refuses, as `wrong-state`, triads and meetings as deploying a plan or taking it back has left them where visits that
 * have their dates would no longer go with them. Those of triads that it did not touch are not looked at.
 */
export const checkVisitsKept = async (
  work: Work,
  round: Round,
  { triads, events }: Deployment,
): Promise<Result<null>> => {
  const touched = new Set([...triads.map(({ id }) => id), ...events.map(({ triadId }) => triadId)])
  const visits = (await visitsOf(work, round)).filter(
    ({ state, triadId }) => (state === 'proposed' || state === 'confirmed') && touched.has(triadId ?? ''),
  )
  const meetings = await meetingsOf(work, round)
  const met = (await loadTriads(work.trx, round.id)).map(({ id, authorityIds }) => ({
    id,
    authorityIds,
    meetingOn: plannedMeeting(meetings.get(id) ?? [])?.occasion.date ?? null,
  }))
  const misplaced = misplacedVisits(
    visits.map((visit) => ({ ...visit, date: visit.occasion.date })),
    met,
  )
  if (misplaced.length === 0) return success(null)
  const titles = listInWords(misplaced.map(({ title }) => `“${title}”`))
  return failure(
    'wrong-state',
    `These visits would be to a host that is not of their triad, or not after its meeting: ${titles}. ` +
      'Take the plan of visits back first, or cancel or move them.',
  )
}
