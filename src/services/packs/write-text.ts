import { Document, HeadingLevel, Packer, Paragraph } from 'docx'

/** A text to be read: a title, what stands under it, and sections under their headings. */
export interface ReadableText {
  readonly title: string
  readonly lead: readonly string[]
  readonly sections: readonly { readonly title: string; readonly text: string }[]
}

/** The text as a Word document: every line a paragraph, every section under a heading that Word's navigation shows. */
export const writeText = ({ title, lead, sections }: ReadableText): Promise<Buffer> =>
  Packer.toBuffer(
    new Document({
      title,
      sections: [
        {
          children: [
            new Paragraph({ text: title, heading: HeadingLevel.HEADING_1 }),
            ...lead.map((text) => new Paragraph({ text })),
            ...sections.flatMap((section) => [
              new Paragraph({ text: section.title, heading: HeadingLevel.HEADING_2 }),
              ...section.text.split('\n').map((text) => new Paragraph({ text })),
            ]),
          ],
        },
      ],
    }),
  )
