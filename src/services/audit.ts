import type { Page } from '../db/page.ts'
import { isConsultant } from '../domain/access/operations.ts'
import { success } from '../domain/failures.ts'
import { allow, reading } from './use-case.ts'

/** One line of the region's audit log. */
export interface AuditEntry {
  readonly sequence: number
  readonly at: Date
  readonly personId: string | null
  readonly action: string
  readonly subjectType: string
  readonly subjectId: string | null
  readonly outcome: string
  readonly detail: unknown
  /** Hexadecimal; each is computed over the one before it. */
  readonly hash: string
}

/** The region's audit log in its order, for its consultant. */
export const listAuditEntries = reading<{ after: number; limit: number }, null, Page<AuditEntry>>({
  authorise: async ({ actor }) =>
    allow(isConsultant(actor), 'Only a programme consultant reads the audit log.'),
  run: async ({ trx, actor }, { after, limit }) => {
    const rows = await trx
      .selectFrom('auditEntry')
      .select([
        'sequence',
        'at',
        'personId',
        'action',
        'subjectType',
        'subjectId',
        'outcome',
        'detail',
        'hash',
      ])
      .where('regionId', '=', actor.regionId ?? '')
      .where('sequence', '>', after)
      .orderBy('sequence')
      .limit(limit + 1)
      .execute()
    const items = rows.slice(0, limit).map((row) => ({ ...row, hash: row.hash.toString('hex') }))
    return success({ items, nextCursor: rows.length > limit ? String(items.at(-1)?.sequence) : null })
  },
})
