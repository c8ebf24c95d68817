import type { LocalDate } from '../domain/intervals.ts'
import type { ConflictSource, ConflictType, StoredConflict } from '../domain/moderation/conflict.ts'
import type { Handle } from './database.ts'

/** Recorded conflicts of the region; `conflictOf` reads one. */
export const selectConflicts = (trx: Handle) =>
  trx
    .selectFrom('conflict')
    .select([
      'conflict.id',
      'conflict.personId',
      'conflict.authorityId',
      'conflict.type',
      'conflict.source',
      'conflict.reason',
      'conflict.validFrom as from',
      'conflict.validUntil as until',
    ])

/** A row of `selectConflicts` as the domain knows it. */
export const conflictOf = <Row extends { readonly type: string; readonly source: string }>(
  row: Row,
): Row & { type: ConflictType; source: ConflictSource } => ({
  ...row,
  type: row.type as ConflictType,
  source: row.source as ConflictSource,
})

export const insertConflict = async (
  trx: Handle,
  regionId: string,
  { from, until, ...conflict }: Omit<StoredConflict, 'id'>,
  declaredBy: string,
  now: Date,
): Promise<string> => {
  const { id } = await trx
    .insertInto('conflict')
    .values({ ...conflict, regionId, validFrom: from, validUntil: until, declaredBy, createdAt: now })
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}

/** Moves the day on which a conflict ends; null while no end is known. */
export const endConflict = async (trx: Handle, id: string, until: LocalDate | null): Promise<void> => {
  await trx
    .updateTable('conflict')
    .set((row) => ({ validUntil: until, revision: row('revision', '+', 1) }))
    .where('id', '=', id)
    .execute()
}
