import { type AuditBreak, type AuditChain, verifyChains } from '../../db/audit.ts'
import { type Database, inTransaction } from '../../db/database.ts'
import { selectRegions } from '../../db/people.ts'

/** What a check of the whole audit log found, with each chain by the name of its region. */
export interface AuditCheck {
  readonly chains: readonly (AuditChain & { readonly name: string })[]
  readonly breaks: readonly (AuditBreak & { readonly name: string })[]
}

/** Works out every hash of the audit log again: no break means that no entry was altered or is missing. */
export const verifyAudit = (database: Database, now: Date): Promise<AuditCheck> =>
  inTransaction(database, { regionId: '*', personId: null, now }, async (trx) => {
    const regions = new Map((await selectRegions(trx).execute()).map(({ id, name }) => [id, name]))
    const named = <Row extends { readonly regionId: string }>(row: Row) => ({
      ...row,
      name: regions.get(row.regionId) ?? 'The operator',
    })
    const { chains, breaks } = await verifyChains(trx)
    return { chains: chains.map(named), breaks: breaks.map(named) }
  })
