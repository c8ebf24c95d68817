import { type LocalDate, localDate } from '../../domain/intervals.ts'
import { DUE_WORDS, stepInWords, type WorkflowRow } from '../../domain/moderation/workflow-row.ts'
import { capitalised, dateInWords } from '../../domain/words.ts'
import { MARK_SIZE } from './signs.ts'

/** Sizes of type, and what stands around it, in millimetres. */
export const CARD = { name: 2.8, line: 2.3, leading: 1.3, pad: 1.6, indent: MARK_SIZE + 1 }

/** The width of a letter on average, per size, in the widest of the fonts that a machine without Arial takes. */
const LETTER = { plain: 0.6, bold: 0.7 }

/** One line of a card. */
export interface CardLine {
  readonly text: string
  readonly size: number
  readonly bold: boolean
  /** Whether it tells of something overdue, and so stands beside a mark. */
  readonly overdue: boolean
  /** Whether the mark itself is on this line: the first of several. */
  readonly marked: boolean
}

/** A paper's card: what is written on it, and what it says to whoever hears it. */
export interface Card {
  readonly lines: readonly CardLine[]
  readonly height: number
  readonly words: string
  readonly overdue: boolean
}

/** A text in lines that fit, broken between words, and within one that alone is too long. */
const wrapped = (text: string, { size, bold }: Pick<CardLine, 'size' | 'bold'>, room: number): string[] => {
  const longest = Math.max(1, Math.floor(room / (size * LETTER[bold ? 'bold' : 'plain'])))
  const pieces = text
    .split(/[ \t\r\n]+/)
    .flatMap((word) => word.match(new RegExp(`.{1,${longest}}`, 'gu')) ?? [])
  const lines: string[] = []
  for (const piece of pieces) {
    const joined = `${lines.at(-1) ?? ''} ${piece}`
    if (lines.length === 0 || joined.length > longest) lines.push(piece)
    else lines[lines.length - 1] = joined
  }
  return lines
}

/** A date that is not broken over two lines. */
const dateOnCard = (date: LocalDate): string => dateInWords(date).replaceAll(' ', '\u00a0')

/** A paper in words: "Kent: Draft. Director, Kent, since 1 July 2019. …" */
export const rowInWords = (row: WorkflowRow, zone: string): string =>
  [
    `${row.authority.name}: ${stepInWords(row)}${row.overdue ? ', overdue' : ''}.`,
    ...row.heldBy.map(({ name, since }) => `${name}, since ${dateInWords(localDate(since, zone))}.`),
    ...row.due.map(
      ({ kind, day, of, overdue }) =>
        `${DUE_WORDS[kind]} ${dateInWords(day)}, ${of}${overdue ? ': overdue' : ''}.`,
    ),
    ...row.blockedBy,
  ].join(' ')

/** What is due, in lines of a card: what several moderators have to do by one day is one. */
const duesOf = ({ due }: WorkflowRow): Map<string, boolean> =>
  new Map(
    due.map(({ kind, day, overdue }) => [
      `${overdue ? 'Overdue: ' : ''}${DUE_WORDS[kind].toLowerCase()} ${dateOnCard(day)}`,
      overdue,
    ]),
  )

/** The card of a paper, of a width in millimetres. */
export const cardOf = (row: WorkflowRow, zone: string, width: number): Card => {
  const lines = (text: string, more: Partial<CardLine> = {}): CardLine[] => {
    const line = { size: CARD.line, bold: false, overdue: false, ...more }
    const room = width - 2 * CARD.pad - (line.overdue ? CARD.indent : 0)
    return wrapped(text, line, room).map((part, at) => ({
      ...line,
      text: part,
      marked: line.overdue && at === 0,
    }))
  }
  const { moderators, assigned, commented } = row.moderation
  const all = [
    ...lines(row.authority.name, { size: CARD.name, bold: true }),
    ...(row.step === 'in-moderation'
      ? lines(`Comments: ${commented} of ${Math.max(moderators, assigned)}`)
      : []),
    ...row.heldBy.flatMap(({ name, since }) => lines(`${name}, since ${dateOnCard(localDate(since, zone))}`)),
    ...[...duesOf(row)].flatMap(([text, overdue]) => lines(capitalised(text), { overdue, bold: overdue })),
  ]
  return {
    lines: all,
    height: all.reduce((sum, { size }) => sum + size * CARD.leading, 2 * CARD.pad),
    words: rowInWords(row, zone),
    overdue: row.overdue,
  }
}
