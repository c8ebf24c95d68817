import { findDocument } from '../../db/submissions.ts'
import { success } from '../../domain/failures.ts'
import { findPaper } from '../moderation/papers.ts'
import { findOwnPaper, readsDocument } from '../moderation/submissions.ts'
import { notFound } from '../use-case.ts'
import type { Shelf } from './shelf.ts'

/** The documents of self-assessments: added by those who write it, read by its readers once they are submitted. */
export const SELF_ASSESSMENTS: Shelf = {
  operations: { upload: 'uploadDocument', download: 'downloadDocument' },
  subject: 'self-assessment',
  holder: (selfAssessmentId) => ({ selfAssessmentId }),
  findToAdd: (work, id) => findOwnPaper(work, id),
  findToRead: async (work, { holderId, documentId }) => {
    const paper = await findPaper(work, holderId)
    if (!paper.ok) return paper
    const document = await findDocument(work.trx, holderId, documentId)
    const visible = document !== null && (await readsDocument(work, paper.value, document))
    return visible ? success(document) : notFound()
  },
}
