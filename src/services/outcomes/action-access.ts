import { findAction } from '../../db/actions.ts'
import type { Paper } from '../../db/papers.ts'
import { loadSuccessions } from '../../db/successions.ts'
import { forebearsOf, type Succession, standingOn } from '../../domain/authorities/succession.ts'
import { type Result, success } from '../../domain/failures.ts'
import { type LocalDate, localDate } from '../../domain/intervals.ts'
import { leadsOwner, mayReadAction } from '../../domain/outcomes/access.ts'
import type { Action } from '../../domain/outcomes/action.ts'
import { seesProgramme } from '../rounds/access.ts'
import { notFound, regionOf, type Work } from '../use-case.ts'
import { paperOf } from './access.ts'

/** An action that the actor may see, with whose it is to do now: its owner, or whoever took over. */
export interface SeenAction {
  readonly action: Action
  readonly paper: Paper
  readonly owners: readonly string[]
}

/** The local day of the region. */
export const todayOf = (work: Work): LocalDate => localDate(work.now, regionOf(work).timezone)

/** Who has what an authority had to do: itself or, once they have taken over, those that came after it. */
export const ownersNow = (work: Work, ownerId: string, successions: readonly Succession[]): string[] =>
  standingOn([ownerId], todayOf(work), successions)

/** The authorities, past ones too, whose actions the actor has to do now. */
export const ownedBy = (work: Work, successions: readonly Succession[]): string[] => [
  ...new Set(
    work.actor.appointments
      .flatMap(({ authorityIds }) => authorityIds)
      .filter((id) => leadsOwner(work.actor, [id]))
      .flatMap((id) => forebearsOf(id, successions)),
  ),
]

/** An action, for its readers; one that is hidden and one that is absent answer alike. */
export const actionToRead = async (
  work: Work,
  id: string,
  lock: 'for-change' | 'none' = 'none',
): Promise<Result<SeenAction>> => {
  const action = seesProgramme(work) ? await findAction(work.trx, id, lock) : null
  const paper = await paperOf(work, action?.paperId)
  const successions = await loadSuccessions(work.trx, regionOf(work).id)
  if (action === null || paper === null) return notFound()
  const owners = ownersNow(work, action.ownerId, successions)
  return mayReadAction(work.actor, paper.facts, owners, work.now)
    ? success({ action, paper, owners })
    : notFound()
}
