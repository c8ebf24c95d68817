import { sql } from 'kysely'
import type { Handle } from './database.ts'

/** One line of the audit log. Subjects are ids, never names. */
export interface AuditRow {
  readonly regionId: string | null
  readonly at: Date
  readonly personId: string | null
  readonly action: string
  readonly subjectType: string
  readonly subjectId: string | null
  readonly outcome: 'done' | 'read' | 'refused'
  readonly detail: Readonly<Record<string, unknown>>
}

/** Appends to the region's chain: the transaction's last statement, because it locks the chain's head. */
export const appendAudit = async (trx: Handle, row: AuditRow): Promise<void> => {
  await sql`select append_audit_entry(${row.regionId}, ${row.at}, ${row.personId}, ${row.action},
    ${row.subjectType}, ${row.subjectId}, ${row.outcome}, ${JSON.stringify(row.detail)})`.execute(trx)
}
