import { knownAuthorities } from '../../db/authorities.ts'
import { findHeldDocument } from '../../db/documents.ts'
import { deleteSignature, insertSignature, type Signature } from '../../db/memoranda.ts'
import { holdsOffice, isConsultant } from '../../domain/access/operations.ts'
import { fault, type Result, success } from '../../domain/failures.ts'
import { localDate } from '../../domain/intervals.ts'
import type { Memorandum } from '../../domain/memoranda/memorandum.ts'
import { forbidden, notFound, regionOf, type Work, writing } from '../use-case.ts'
import { findMemorandum, type MemorandumView, viewOf } from './views.ts'

const WHO_RECORDS = "Signatures are recorded by the authority's own office or a programme consultant."

/** An office's signature is recorded, by its authority's office or the consultant, with a scan where there is one. */
export const recordSignature = writing<{ id: string } & Omit<Signature, 'id'>, Memorandum, MemorandumView>({
  authorise: async (work, { id, authorityId }) => {
    const memorandum = await findMemorandum(work, id)
    if (!memorandum.ok) return memorandum
    const may = isConsultant(work.actor) || holdsOffice(work.actor, authorityId)
    return may ? memorandum : forbidden(WHO_RECORDS)
  },
  run: async (work, { id: memorandumId, ...signature }, memorandum) => {
    const fits = await checkSignature(work, memorandum, signature)
    if (!fits.ok) return fits
    const { id: regionId } = regionOf(work)
    const by = { personId: work.actor.personId, at: work.now }
    const id = await insertSignature(work.trx, { regionId, memorandumId }, signature, by)
    const { authorityId, office } = signature
    work.record('memorandum', memorandumId, { signatureId: id, authorityId, office })
    return success(await viewOf(work, memorandum))
  },
})

const checkSignature = async (
  work: Work,
  { id, signatories }: Memorandum,
  { authorityId, office, signedOn, documentId }: Omit<Signature, 'id'>,
): Promise<Result<null>> => {
  const region = regionOf(work)
  if (!(await knownAuthorities(work.trx, region.id, [authorityId])).has(authorityId))
    return fault('/authorityId', 'There is no such authority here.')
  if (!signatories.includes(office)) return fault('/office', 'This office does not sign this memorandum.')
  if (signedOn > localDate(work.now, region.timezone))
    return fault('/signedOn', 'A signature is not recorded before it is given.')
  if (documentId === null) return success(null)
  const scan = await findHeldDocument(work.trx, { memorandumId: id }, documentId)
  const theirs = scan !== null && (isConsultant(work.actor) || scan.uploadedBy === work.actor.personId)
  return theirs
    ? success(null)
    : fault('/documentId', 'No such scan of yours was uploaded for this memorandum.')
}

/** The consultant takes back a signature that was recorded by mistake. */
export const removeSignature = writing<{ id: string; signatureId: string }, Memorandum, undefined>({
  authorise: async (work, { id }) => {
    const memorandum = await findMemorandum(work, id)
    if (!memorandum.ok || isConsultant(work.actor)) return memorandum
    return forbidden('Only a programme consultant takes a recorded signature back.')
  },
  run: async (work, { id, signatureId }) => {
    if (!(await deleteSignature(work.trx, id, signatureId))) return notFound()
    work.record('memorandum', id, { signatureId, removed: true })
    return success(undefined)
  },
})
