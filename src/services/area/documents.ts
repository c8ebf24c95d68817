import { findHeldDocument } from '../../db/documents.ts'
import { success } from '../../domain/failures.ts'
import type { Shelf } from '../papers/shelf.ts'
import { notFound } from '../use-case.ts'
import { findAreaPaper, findOpenPaper } from './papers.ts'

/** The documents of the directors' area: added until a paper is circulated, read by whoever reads it. */
export const AREA_PAPERS: Shelf = {
  operations: { upload: 'uploadPaperDocument', download: 'downloadPaperDocument' },
  subject: 'paper',
  holder: (circulatedPaperId) => ({ circulatedPaperId }),
  findToAdd: findOpenPaper,
  findToRead: async (work, { holderId, documentId }) => {
    const paper = await findAreaPaper(work, holderId)
    if (!paper.ok) return paper
    const document = await findHeldDocument(work.trx, { circulatedPaperId: holderId }, documentId)
    return document === null ? notFound() : success(document)
  },
}
