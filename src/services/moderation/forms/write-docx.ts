import {
  Document,
  HeadingLevel,
  Packer,
  Paragraph,
  Table,
  TableCell,
  TableRow,
  TextRun,
  WidthType,
} from 'docx'
import type { FormDocument, Table as Rows } from '../../../domain/moderation/comment-form.ts'

/** The widths of a table's two columns, in hundredths: names need less room than what is said of them. */
const WIDTHS = [30, 70]

/** A Word document of these paragraphs, the first as its title, and then the tables. */
export const writeDocx = ({ paragraphs: [title = '', ...others], tables }: FormDocument): Promise<Buffer> =>
  Packer.toBuffer(
    new Document({
      title,
      sections: [
        {
          children: [
            new Paragraph({ text: title, heading: HeadingLevel.HEADING_1 }),
            ...others.map((text) => new Paragraph({ text })),
            ...tables.flatMap((rows) => [new Paragraph({}), tableOf(rows)]),
          ],
        },
      ],
    }),
  )

const tableOf = (rows: Rows): Table =>
  new Table({
    width: { size: 100, type: WidthType.PERCENTAGE },
    rows: rows.map(
      (cells, at) =>
        new TableRow({
          tableHeader: at === 0,
          children: cells.map(
            (text, column) =>
              new TableCell({
                width: { size: WIDTHS[column] ?? 100, type: WidthType.PERCENTAGE },
                children: text
                  .split('\n')
                  .map((line) => new Paragraph({ children: [new TextRun({ text: line, bold: at === 0 })] })),
              }),
          ),
        }),
    ),
  })
