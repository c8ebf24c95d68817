import type { Handle } from './database.ts'

/** An office that leads on a priority: of an authority, named as an office is. */
export interface LeadOffice {
  readonly authorityId: string
  readonly office: string
}

/** What a region makes its priority of a round. */
export interface Priority {
  readonly theme: string
  readonly statement: string
  readonly leads: readonly LeadOffice[]
}

/** The priorities of a round, the first one first. */
export const loadPriorities = async (trx: Handle, roundId: string): Promise<Priority[]> => {
  const rows = await trx
    .selectFrom('roundPriority')
    .select(['theme', 'statement'])
    .where('roundId', '=', roundId)
    .orderBy('position')
    .execute()
  const leads = await trx
    .selectFrom('priorityLead')
    .select(['theme', 'authorityId', 'office'])
    .where('roundId', '=', roundId)
    .orderBy('authorityId')
    .orderBy('office')
    .execute()
  return rows.map((row) => ({
    ...row,
    leads: leads
      .filter(({ theme }) => theme === row.theme)
      .map(({ authorityId, office }) => ({ authorityId, office })),
  }))
}

/** Makes these the priorities of a round, whatever they were. */
export const replacePriorities = async (
  trx: Handle,
  { id: roundId, regionId }: { readonly id: string; readonly regionId: string },
  priorities: readonly Priority[],
): Promise<void> => {
  await trx.deleteFrom('roundPriority').where('roundId', '=', roundId).execute()
  if (priorities.length === 0) return
  await trx
    .insertInto('roundPriority')
    .values(
      priorities.map(({ theme, statement }, index) => ({
        roundId,
        regionId,
        theme,
        statement,
        position: index + 1,
      })),
    )
    .execute()
  const leads = priorities.flatMap(({ theme, leads }) =>
    leads.map((lead) => ({ roundId, regionId, theme, ...lead })),
  )
  if (leads.length > 0) await trx.insertInto('priorityLead').values(leads).execute()
}
