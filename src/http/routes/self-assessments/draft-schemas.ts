import { z } from 'zod'
import type { ChapterView, DraftView } from '../../../services/self-assessments/drafts.ts'
import { tag } from '../../operation.ts'
import { Id, Instant, instant, text } from '../../wire.ts'
import { presentDocument, presentSignatures } from '../moderation/present.ts'
import { DocumentSchema, SignaturesSchema } from '../moderation/schemas.ts'
import { SectionKey } from './template-schemas.ts'

const Named = z.strictObject({ id: Id, name: z.string() })

const chapterFields = {
  key: SectionKey,
  title: z.string(),
  guidance: z.string().nullable(),
  wordLimit: z.int().nullable(),
  required: z.boolean(),
  asked: z.boolean().describe('Whether the template has it; what it has no more is kept and not submitted'),
  text: z.string().describe('Empty while nothing is written'),
  words: z.int(),
  contributors: z.array(Named).describe('Who alone of the contributors writes it; none for all of them'),
  mayWrite: z.boolean().describe('Whether you may'),
  changedBy: Named.nullable(),
  changedAt: Instant.nullable(),
}

export const ChapterSchema = z.strictObject(chapterFields).meta({ id: 'Chapter' })

export const ChapterChangeSchema = z
  .strictObject({
    text: text(50_000).nullable().optional().describe('null empties it'),
    contributorIds: z
      .array(Id)
      .max(20)
      .optional()
      .describe("Contributors and delegates of the authority; the director's or a delegate's to say"),
  })
  .meta({ id: 'ChapterChange', examples: [{ text: 'Our front door is stable.' }] })

export const DraftSchema = z
  .strictObject({
    selfAssessmentId: Id,
    template: z
      .strictObject({ id: Id, version: z.int() })
      .nullable()
      .describe('Null while the round has none'),
    chapters: z.array(
      z.strictObject({
        ...chapterFields,
        etag: z.string().describe("The chapter's own, for a change of it"),
      }),
    ),
    documents: z.array(DocumentSchema).describe('Uploaded, and in no version yet'),
    signatures: SignaturesSchema,
    openPoints: z
      .array(z.strictObject({ pointer: z.string().describe('Into this draft'), detail: z.string() }))
      .describe('What stands between it and its sign-off'),
  })
  .meta({ id: 'Draft' })

export const presentChapter = (chapter: ChapterView): z.input<typeof ChapterSchema> => ({
  key: chapter.key,
  title: chapter.title,
  guidance: chapter.guidance,
  wordLimit: chapter.wordLimit,
  required: chapter.required,
  asked: chapter.asked,
  text: chapter.text,
  words: chapter.words,
  contributors: chapter.contributors.map(({ id, name }) => ({ id, name })),
  mayWrite: chapter.mayWrite,
  changedBy: chapter.changedBy && { id: chapter.changedBy.id, name: chapter.changedBy.name },
  changedAt: instant(chapter.changedAt),
})

export const presentDraft = (draft: DraftView): z.input<typeof DraftSchema> => ({
  selfAssessmentId: draft.selfAssessmentId,
  template: draft.template && { id: draft.template.id, version: draft.template.version },
  chapters: draft.chapters.map((chapter) => {
    const sent = presentChapter(chapter)
    return { ...sent, etag: tag(ChapterSchema.parse(sent)) }
  }),
  documents: draft.documents.map(presentDocument),
  signatures: presentSignatures(draft.signatures),
  openPoints: draft.openPoints.map(({ pointer, detail }) => ({ pointer, detail })),
})
