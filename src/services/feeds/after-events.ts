import { loadOpenActionsOf } from '../../db/actions.ts'
import { loadHeldChallengesOf } from '../../db/feed-facts.ts'
import { officesOf } from '../../domain/access/operations.ts'
import { forebearsOf, type Succession } from '../../domain/authorities/succession.ts'
import type { DeadlineFacts } from '../../domain/feeds/facts.ts'
import { daysOf } from '../../domain/intervals.ts'
import { followUpOn } from '../../domain/outcomes/outcome.ts'
import { listInWords } from '../../domain/words.ts'
import { ownedBy } from '../outcomes/action-access.ts'
import type { Work } from '../use-case.ts'

/**
 * When the actions are due that the caller's office has to do: for its director and delegates alone, since that there
 * is one tells what an assistant may not read.
 */
export const actionDeadlines = async (
  work: Work,
  successions: readonly Succession[],
  base: string,
): Promise<DeadlineFacts[]> => {
  const actions = await loadOpenActionsOf(work.trx, ownedBy(work, successions))
  return actions.map(({ ownerId: _, dueOn, ...action }) => ({
    ...action,
    kind: 'action-due',
    day: dueOn,
    about: null,
    link: `${base}/v1/actions/${action.id}`,
  }))
}

/** When the held events of the caller's offices are followed up, one for each event: its day hangs on the event alone. */
export const followUpDeadlines = async (
  work: Work,
  successions: readonly Succession[],
  base: string,
): Promise<DeadlineFacts[]> => {
  const offices = officesOf(work.actor).flatMap((id) => forebearsOf(id, successions))
  const challenged = await loadHeldChallengesOf(work.trx, offices)
  return [...Map.groupBy(challenged, ({ id }) => id).values()].flatMap(([first, ...more]) =>
    first === undefined
      ? []
      : {
          kind: 'follow-up',
          id: first.id,
          day: followUpOn(daysOf({ ...first, startTime: null, endTime: null }).last),
          authority: listInWords([first, ...more].map(({ authority }) => authority)),
          round: first.round,
          about: null,
          link: `${base}/v1/challenge-events/${first.id}/follow-ups`,
          revision: first.revision,
          createdAt: first.createdAt,
          changedAt: first.changedAt,
        },
  )
}
