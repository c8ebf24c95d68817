import { failure, type Result, success } from '../failures.ts'
import type { CommentText, LineOfEnquiry, SectionComment } from './comments.ts'

/** A table as its cells' texts, row by row; the first row is its heading. */
export type Table = readonly (readonly string[])[]

/** A text document as far as forms go: the texts of its paragraphs, and its tables, each in order. */
export interface FormDocument {
  readonly paragraphs: readonly string[]
  readonly tables: readonly Table[]
}

/** What a comment form is made for. */
export interface FormFacts {
  readonly assignmentId: string
  readonly authority: string
  readonly round: string
  /** The sections of the submission that is moderated; none where it is documents alone. */
  readonly sections: readonly string[]
  /** What the moderator has written so far, which stands in the form. */
  readonly draft: CommentText
}

/** Something that was not taken from a filled-in form as it stands, and where it stands. */
export interface FormNote {
  /** “Comments” or “Lines of enquiry”. */
  readonly table: string
  /** From 1, the heading not counted. */
  readonly row: number
  readonly detail: string
}

const COMMENTS = ['Section', 'Comments']
const ENQUIRIES = ['Section', 'Line of enquiry']
const OVERALL = 'On the whole'

/** How a form says whose it is. */
const MARK = /\bForm ([0-9a-f-]{36})\b/

/** Rows left to fill in: where the submission has no sections, and for lines of enquiry. */
const BLANKS = [...Array(5)].map(() => ['', ''])

/** The most of each that one set of comments has, and the longest texts: those of the API. */
const MOST = { sections: 100, lines: 50, section: 200, text: 20_000, question: 2000 }

/** The form that a moderator fills in. */
export const commentForm = ({ assignmentId, authority, round, sections, draft }: FormFacts): FormDocument => {
  const commented = draft.sections.map(({ section }) => section)
  const named = [...sections, ...commented.filter((section) => !sections.includes(section))]
  const rows = named.map((name) => [name, draft.sections.find(({ section }) => section === name)?.text ?? ''])
  const lines = draft.linesOfEnquiry.map(({ section, question }) => [section ?? '', question])
  return {
    paragraphs: [
      `Moderation comments: the self-assessment of ${authority}, ${round}`,
      'Write in the right-hand column and leave the headings as they are; a row left empty says nothing.',
      'A line of enquiry may name a section in the left-hand column, or stand for the whole paper.',
      `Form ${assignmentId}`,
    ],
    tables: [
      [COMMENTS, [OVERALL, draft.overall ?? ''], ...rows, ...(sections.length === 0 ? BLANKS : [])],
      [ENQUIRIES, ...lines, ...BLANKS],
    ],
  }
}

/** What was read of a filled-in form. */
export interface FilledForm {
  readonly text: CommentText
  readonly notes: readonly FormNote[]
}

/**
 * What a filled-in form says, with a note for every row that was not taken as it stands. Refused as
 * `content-mismatch` where it is no comment form, or that of another assignment.
 */
export const readCommentForm = (
  { paragraphs, tables }: FormDocument,
  { assignmentId, sections }: Pick<FormFacts, 'assignmentId' | 'sections'>,
): Result<FilledForm> => {
  const mark = paragraphs.map((text) => MARK.exec(text)?.[1]).find((id) => id !== undefined)
  if (mark !== undefined && mark !== assignmentId) {
    return failure('content-mismatch', 'This form belongs to another assignment: download the one of this.')
  }
  const comments = tables.find((table) => isHeaded(table, COMMENTS))
  const enquiries = tables.find((table) => isHeaded(table, ENQUIRIES))
  if (comments === undefined || enquiries === undefined) {
    return failure(
      'content-mismatch',
      'This is no comment form: its two tables are not there with their headings.',
    )
  }
  const read = readComments(comments, sections)
  const lines = readEnquiries(enquiries)
  const { overall, sections: taken } = read
  return success({
    text: { overall, sections: taken, linesOfEnquiry: lines.taken },
    notes: [...read.notes, ...lines.notes],
  })
}

const isHeaded = ([heading = []]: Table, expected: readonly string[]): boolean =>
  expected.every((words, at) => sameWords(heading[at] ?? '', words))

const sameWords = (a: string, b: string): boolean => inOneLine(a).toLowerCase() === b.toLowerCase()

const inOneLine = (text: string): string => trimmed(text.replace(/\s+/g, ' '))

/** Without what shows nothing at its ends: LibreOffice leaves a joiner (U+200D) in the empty cells of an added row. */
const trimmed = (text: string): string => text.replace(/^[\s\p{Cf}]+|[\s\p{Cf}]+$/gu, '')

/** The rows under the heading that say something, with their numbers. */
const rowsOf = (table: Table): { readonly row: number; readonly section: string; readonly text: string }[] =>
  table
    .slice(1)
    .map(([section = '', ...texts], at) => ({
      row: at + 1,
      section: inOneLine(section),
      text: trimmed(texts.join('\n')),
    }))
    .filter(({ text }) => text !== '')

const readComments = (table: Table, sections: readonly string[]) => {
  const notes: FormNote[] = []
  const taken = new Map<string, string>()
  let overall: string | null = null
  for (const { row, section, text } of rowsOf(table)) {
    const note = (detail: string) => notes.push({ table: 'Comments', row, detail })
    const whole = sameWords(section, OVERALL)
    const name = sections.find((each) => sameWords(section, each)) ?? section
    const before: string | null | undefined = whole ? overall : taken.get(name)
    const all: string = before ? `${before}\n\n${text}` : text
    if (section === '') note('It names no section: its text was not taken.')
    else if (section.length > MOST.section) note('The name of the section is too long: not taken.')
    else if (all.length > MOST.text) note(`It is longer than ${MOST.text} characters: not taken.`)
    else if (whole) overall = all
    else if (taken.size >= MOST.sections && !taken.has(name)) note('There are too many sections: not taken.')
    else {
      if (taken.has(name)) note(`“${name}” stands there twice: both texts were taken together.`)
      else if (sections.length > 0 && !sections.includes(name))
        note(`“${name}” is no section of the submission: taken under this name.`)
      taken.set(name, all)
    }
  }
  return {
    overall,
    sections: [...taken].map(([section, text]): SectionComment => ({ section, text })),
    notes,
  }
}

const readEnquiries = (table: Table) => {
  const notes: FormNote[] = []
  const taken: LineOfEnquiry[] = []
  for (const { row, section, text } of rowsOf(table)) {
    const note = (detail: string) => notes.push({ table: 'Lines of enquiry', row, detail })
    if (text.length > MOST.question) note(`It is longer than ${MOST.question} characters: not taken.`)
    else if (section.length > MOST.section) note('The name of the section is too long: not taken.')
    else if (taken.length >= MOST.lines)
      note(`There are more than ${MOST.lines} lines of enquiry: not taken.`)
    else taken.push({ section: section === '' ? null : section, question: text })
  }
  return { taken, notes }
}
