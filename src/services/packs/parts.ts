import { type Document, loadCirculatedDocuments } from '../../db/documents.ts'
import type { Paper } from '../../db/papers.ts'
import type { Submission } from '../../db/submissions.ts'
import { localDate } from '../../domain/intervals.ts'
import type { Pack, PackChapter, PackFile } from '../../domain/packs/pack.ts'
import { dateInWords } from '../../domain/words.ts'
import { dataProfilesOf } from '../area/data-profiles.ts'
import type { DocumentPlace } from '../papers/shelf.ts'
import { regionOf, type Work } from '../use-case.ts'
import { writeText } from './write-text.ts'

/** What a pack's file is made of: a stored document, or a Word file that is written when its turn comes. */
export type PackContent =
  | { readonly from: 'self-assessments' | 'area'; readonly place: DocumentPlace }
  | { readonly write: () => Promise<Buffer> }

/** A pack as somebody may have it at this moment, and the name under which it is saved. */
export interface PackPlan extends Pack<PackContent> {
  readonly name: string
  readonly madeAt: Date
}

/** An instant's local day as people write it. */
export const dayOf = (work: Work, instant: Date): string =>
  dateInWords(localDate(instant, regionOf(work).timezone))

/** What stands first in the contents of a pack. */
export const headingOf = (work: Work, title: string): string[] => [
  title,
  `Made on ${dayOf(work, work.now)} for one reader: every file in it is in the record of who read what.`,
]

const documentFile = (
  from: 'self-assessments' | 'area',
  holderId: string,
  { id, name }: Pick<Document, 'id' | 'name'>,
): PackFile<PackContent> => ({ name, content: { from, place: { holderId, documentId: id } } })

/** A version as files: its sections as one Word document, if it has any, and its documents as they were uploaded. */
export const submissionFiles = (
  work: Work,
  { id, authority, round }: Pick<Paper, 'id' | 'authority'> & { readonly round: { readonly label: string } },
  { version, submittedAt, note, sections, documents }: Submission,
): PackFile<PackContent>[] => {
  const title = `Self-assessment of ${authority.name}, ${round.label}`
  const lead = [`Version ${version}, submitted on ${dayOf(work, submittedAt)}.`, ...(note?.split('\n') ?? [])]
  const written: PackFile<PackContent> = {
    name: `${title}, version ${version}.docx`,
    content: { write: () => writeText({ title, lead, sections }) },
  }
  return [
    ...(sections.length > 0 ? [written] : []),
    ...documents.map((document) => documentFile('self-assessments', id, document)),
  ]
}

/** The submission of a pack; where there is none, or nothing in it, the contents say so. */
export const submissionChapter = (
  work: Work,
  paper: Paper,
  submission: Submission | null,
): PackChapter<PackContent> => {
  const files = submission === null ? [] : submissionFiles(work, paper, submission)
  const notes =
    submission === null
      ? ['Nothing has been submitted yet.']
      : [
          ...(files.length === 0 ? [`Version ${submission.version} has no sections and no documents.`] : []),
          ...(files.length > 0 && submission.documents.length === 0
            ? ['No documents were submitted beside the sections.']
            : []),
        ]
  return { title: 'Submission', files, alone: null, notes }
}

/** The data profiles of the paper's authority and round that the actor may read. */
export const dataChapter = async (work: Work, paper: Paper): Promise<PackChapter<PackContent>> => {
  const profiles = await dataProfilesOf(work, { authorityId: paper.authority.id, roundId: paper.round.id })
  const documents = await loadCirculatedDocuments(
    work.trx,
    profiles.map(({ id }) => id),
  )
  const files = documents.flatMap((each) =>
    each.paperId === null ? [] : [documentFile('area', each.paperId, each)],
  )
  // The same words whether there is none or one that is kept from this reader.
  const none = 'No data profile of this authority and round has been circulated to you.'
  return { title: 'Data pack', files, alone: null, notes: files.length === 0 ? [none] : [] }
}
