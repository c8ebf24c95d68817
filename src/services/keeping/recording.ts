import { type AuditRow, appendAudit } from '../../db/audit.ts'
import type { Handle } from '../../db/database.ts'

/** Records what a command of the operator's did in a region, where nobody is signed in. */
export const recordCommand = (
  trx: Handle,
  done: Pick<AuditRow, 'regionId' | 'at' | 'action' | 'subjectType' | 'subjectId'> &
    Partial<Pick<AuditRow, 'detail'>>,
): Promise<void> =>
  appendAudit(trx, {
    personId: null,
    offices: null,
    correlationId: null,
    outcome: 'done',
    detail: {},
    ...done,
  })
