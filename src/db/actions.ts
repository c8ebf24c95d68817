import { sql } from 'kysely'
import type { Action, ActionState } from '../domain/outcomes/action.ts'
import type { Handle } from './database.ts'

/** What somebody wrote of how an action goes. */
export interface ActionNote {
  readonly actionId: string
  readonly text: string
  readonly writtenBy: string
  readonly writtenAt: Date
}

/** The agreed actions that the transaction may see, as rows; `actionOf` reads one. */
export const selectActions = (trx: Handle) =>
  trx
    .selectFrom('agreedAction')
    .select([
      'agreedAction.id',
      'agreedAction.roundId',
      'agreedAction.eventId',
      'agreedAction.selfAssessmentId as paperId',
      'agreedAction.text',
      'agreedAction.ownerId',
      'agreedAction.ownerOffice',
      'agreedAction.dueOn',
      'agreedAction.state',
      'agreedAction.reason',
      'agreedAction.agreedBy',
      'agreedAction.agreedAt',
      'agreedAction.changedAt',
      'agreedAction.revision',
    ])

type ActionRow = Awaited<ReturnType<ReturnType<typeof selectActions>['executeTakeFirstOrThrow']>>

/** A row of `selectActions` as the domain knows it. */
export const actionOf = (row: ActionRow): Action => ({ ...row, state: row.state as ActionState })

/** The action with this id, if the transaction may see it; locked where it is about to be changed. */
export const findAction = async (
  trx: Handle,
  id: string,
  lock: 'for-change' | 'none' = 'none',
): Promise<Action | null> => {
  const query = selectActions(trx).where('agreedAction.id', '=', id)
  const row = await (lock === 'none' ? query : query.forUpdate()).executeTakeFirst()
  return row ? actionOf(row) : null
}

/** The open actions that these authorities have to do, with whose event they came of. */
export const loadOpenActionsOf = (trx: Handle, ownerIds: readonly string[]) =>
  trx
    .selectFrom('agreedAction')
    .innerJoin('selfAssessment', 'selfAssessment.id', 'agreedAction.selfAssessmentId')
    .innerJoin('authority', 'authority.id', 'selfAssessment.authorityId')
    .innerJoin('round', 'round.id', 'agreedAction.roundId')
    .select([
      'agreedAction.id',
      'agreedAction.ownerId',
      'agreedAction.dueOn',
      'agreedAction.revision',
      'agreedAction.agreedAt as createdAt',
      'agreedAction.changedAt',
      'authority.name as authority',
      'round.label as round',
    ])
    .where('agreedAction.state', '=', 'open')
    .where(sql<boolean>`agreed_action.owner_id = any(${ownerIds}::uuid[])`)
    .execute()

/** What was written of these actions, oldest first. */
export const loadActionNotes = (trx: Handle, actionIds: readonly string[]): Promise<ActionNote[]> =>
  trx
    .selectFrom('actionNote')
    .select(['actionId', 'text', 'writtenBy', 'writtenAt'])
    .where(sql<boolean>`action_id = any(${actionIds}::uuid[])`)
    .orderBy('number')
    .execute()

/** Writes an action, open, and gives its id. */
export const insertAction = async (
  trx: Handle,
  regionId: string,
  { paperId, ...action }: Omit<Action, 'id' | 'state' | 'reason' | 'revision'>,
): Promise<string> => {
  const { id } = await trx
    .insertInto('agreedAction')
    .values({ ...action, regionId, selfAssessmentId: paperId, state: 'open' })
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}

/** Writes what of an action can change; its revision grows by one. */
export const updateAction = async (
  trx: Handle,
  {
    id,
    text,
    ownerId,
    ownerOffice,
    dueOn,
    state,
    reason,
  }: Pick<Action, 'id' | 'text' | 'ownerId' | 'ownerOffice' | 'dueOn' | 'state' | 'reason'>,
  now: Date,
): Promise<void> => {
  await trx
    .updateTable('agreedAction')
    .set((row) => ({
      text,
      ownerId,
      ownerOffice,
      dueOn,
      state,
      reason,
      changedAt: now,
      revision: row('revision', '+', 1),
    }))
    .where('id', '=', id)
    .execute()
}

export const insertActionNote = async (trx: Handle, regionId: string, note: ActionNote): Promise<void> => {
  await trx
    .insertInto('actionNote')
    .values({ ...note, regionId })
    .execute()
}
