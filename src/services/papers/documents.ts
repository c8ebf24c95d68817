import { type Document, deleteDocument } from '../../db/documents.ts'
import type { Paper } from '../../db/papers.ts'
import { findDocument, loadDraftDocuments } from '../../db/submissions.ts'
import { partiesOf, writesPaper } from '../../domain/access/authoring.ts'
import { failure, fault, type Result, success } from '../../domain/failures.ts'
import { findPaper } from '../moderation/papers.ts'
import { readsDocument } from '../moderation/submissions.ts'
import { movePaper, paperToMove } from '../self-assessments/moving.ts'
import { forbidden, notFound, type Work, writing } from '../use-case.ts'
import type { DocumentHeading, Shelf } from './shelf.ts'

/** The consultant says where an authority's document came from; whoever uploads their own has no need to. */
const checkSource = (work: Work, { facts }: Paper, { source }: DocumentHeading): Result<null> => {
  if (writesPaper(work.actor, facts)) {
    return source === null
      ? success(null)
      : fault('?source', 'A source is named by the consultant who enters a document for an authority.')
  }
  return source === null
    ? fault('?source', 'Say where you have it from, such as “Email of 3 July from the director’s office”.')
    : success(null)
}

/** The documents of self-assessments: added to a draft, read by the paper's readers once they are submitted. */
export const SELF_ASSESSMENTS: Shelf<Paper> = {
  operations: { upload: 'uploadDocument', download: 'downloadDocument' },
  subject: 'self-assessment',
  holder: (selfAssessmentId) => ({ selfAssessmentId }),
  findToAdd: (work, id) => paperToMove(work, id),
  findToRead: async (work, { holderId, documentId }) => {
    const paper = await findPaper(work, holderId)
    if (!paper.ok) return paper
    const document = await findDocument(work.trx, holderId, documentId)
    const visible = document !== null && (await readsDocument(work, paper.value, document))
    return visible ? success(document) : notFound()
  },
  draft: {
    check: checkSource,
    findSame: async (work, paper, { name, measure }) =>
      (await loadDraftDocuments(work.trx, paper.id)).find(
        (each) => each.name === name && each.sha256.equals(measure.sha256),
      ),
    added: async (work, paper, document) => {
      const own = partiesOf(work.actor, paper.facts).some((party) => party !== 'consultant')
      return movePaper(work, paper, own ? 'write' : 'file', { note: document.source })
    },
  },
}

/** A document of the draft is taken out of it, and gone; one of a version stays. For those whose draft it is. */
export const removeDocument = writing<
  { readonly id: string; readonly documentId: string },
  { readonly paper: Paper; readonly document: Document },
  undefined
>({
  authorise: async (work, { id, documentId }) => {
    const paper = await paperToMove(work, id)
    if (!paper.ok) return paper
    if (!writesPaper(work.actor, paper.value.facts))
      return forbidden("A draft is its authors' alone: its director, delegates and contributors.")
    const document = await findDocument(work.trx, id, documentId)
    if (document === null) return notFound()
    return document.version === null
      ? success({ paper: paper.value, document })
      : failure(
          'wrong-state',
          `${document.name} belongs to version ${document.version}, which stays as it is.`,
        )
  },
  run: async (work, _input, { paper, document }) => {
    const moved = await movePaper(work, paper, 'write')
    if (!moved.ok) return moved
    await deleteDocument(work.trx, document.id)
    work.record('document', document.id, { selfAssessmentId: paper.id, removed: true })
    return success(undefined)
  },
})
