import { findHeldDocument } from '../../db/documents.ts'
import { loadSignatures } from '../../db/memoranda.ts'
import { holdsOffice, isConsultant, officesOf } from '../../domain/access/operations.ts'
import { success } from '../../domain/failures.ts'
import type { Shelf } from '../papers/shelf.ts'
import { forbidden, notFound } from '../use-case.ts'
import { findMemorandum } from './views.ts'

/** Scans of signed memoranda: sent by an office or the consultant, read by them and the office that signed. */
export const SIGNATURES: Shelf = {
  operations: { upload: 'uploadSignedMemorandum', download: 'downloadSignedMemorandum' },
  subject: 'memorandum',
  holder: (memorandumId) => ({ memorandumId }),
  findToAdd: async (work, id) => {
    const memorandum = await findMemorandum(work, id)
    if (!memorandum.ok || isConsultant(work.actor) || officesOf(work.actor).length > 0) return memorandum
    return forbidden("Scans are sent by an authority's office or a programme consultant.")
  },
  findToRead: async (work, { holderId, documentId }) => {
    const memorandum = await findMemorandum(work, holderId)
    if (!memorandum.ok) return memorandum
    const scan = await findHeldDocument(work.trx, { memorandumId: holderId }, documentId)
    if (scan === null) return notFound()
    const signatures = await loadSignatures(work.trx, [holderId])
    const reads =
      isConsultant(work.actor) ||
      scan.uploadedBy === work.actor.personId ||
      signatures.some((each) => each.documentId === documentId && holdsOffice(work.actor, each.authorityId))
    return reads ? success(scan) : notFound()
  },
}
