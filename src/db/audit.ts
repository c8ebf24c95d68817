import { sql } from 'kysely'
import type { Appointment } from '../domain/access/actor.ts'
import type { Handle } from './database.ts'

/** An office in which somebody acted. */
export type ActingOffice = Pick<Appointment, 'role' | 'authorityIds'>

/** One line of the audit log. Subjects are ids, never names. */
export interface AuditRow {
  readonly regionId: string | null
  readonly at: Date
  readonly personId: string | null
  /** Those that the person held at that moment; null for the service itself. */
  readonly offices: readonly ActingOffice[] | null
  /** The request by which it came, as the service's log names it; null outside one. */
  readonly correlationId: string | null
  readonly action: string
  readonly subjectType: string
  readonly subjectId: string | null
  readonly outcome: 'done' | 'read' | 'refused'
  readonly detail: Readonly<Record<string, unknown>>
}

/** Appends to the region's chain: the transaction's last statement, because it locks the chain's head. */
export const appendAudit = async (trx: Handle, row: AuditRow): Promise<void> => {
  await sql`select append_audit_entry(${row.regionId}, ${row.at}, ${row.personId}, ${row.action},
    ${row.subjectType}, ${row.subjectId}, ${row.outcome}, ${JSON.stringify(row.detail)},
    ${row.offices && JSON.stringify(row.offices)}, ${row.correlationId})`.execute(trx)
}

/** One region's chain; the operator's own acts stand in that of the zero region. */
export interface AuditChain {
  readonly regionId: string
  readonly entries: number
  /** Of the last entry. */
  readonly hash: Buffer
}

/** Where a chain does not hold: from one sequence to another, both included. */
export interface AuditBreak {
  readonly regionId: string
  readonly first: number
  readonly last: number
  /** Not there; not what was appended; or beyond the end that the chain's head knows. */
  readonly what: 'missing' | 'altered' | 'unaccounted'
}

/** Every chain, and every place where one does not hold; nothing in a transaction that is not everywhere. */
export const verifyChains = async (
  trx: Handle,
): Promise<{ readonly chains: readonly AuditChain[]; readonly breaks: readonly AuditBreak[] }> => {
  const chains = await sql<AuditChain>`select * from audit_chains()`.execute(trx)
  const breaks = await sql<AuditBreak>`select * from audit_breaks()`.execute(trx)
  return { chains: chains.rows, breaks: breaks.rows }
}
