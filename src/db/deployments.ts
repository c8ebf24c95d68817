import type { Handle } from './database.ts'

/** What is deployed, and can be taken back. */
type Deployable = 'plan' | 'challengePlan' | 'moderationPlan' | 'visitPlan'

/** Keeps what deploying changed. */
export const keepDeployment = async (
  trx: Handle,
  table: Deployable,
  id: string,
  deployment: object,
  now: Date,
): Promise<void> => {
  await trx
    .updateTable(table)
    .set({ deployedAt: now, deployment: JSON.stringify(deployment), undeployedAt: null })
    .where('id', '=', id)
    .execute()
}

/** Keeps that what deploying changed was taken back. */
export const keepUndeployed = async (
  trx: Handle,
  table: Deployable,
  id: string,
  now: Date,
): Promise<void> => {
  await trx.updateTable(table).set({ undeployedAt: now }).where('id', '=', id).execute()
}
