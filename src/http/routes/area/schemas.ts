import { z } from 'zod'
import { AUDIENCES, PAPER_KINDS } from '../../../domain/area/paper.ts'
import type { AreaPaperView } from '../../../services/area/papers.ts'
import { Id, Instant, instant, LocalDateSchema, text } from '../../wire.ts'
import { presentDocument } from '../moderation/present.ts'
import { DocumentSchema } from '../moderation/schemas.ts'

const Named = z.strictObject({ id: Id, name: z.string() })

const fields = {
  kind: z.enum(PAPER_KINDS),
  title: text(200),
  audience: z
    .enum(AUDIENCES)
    .describe(
      "Who reads it once circulated: its authority alone, its challengers too, or all the region's directors",
    ),
  retainUntil: LocalDateSchema.describe('The first day on which it is kept no longer'),
}

export const PaperSchema = z
  .strictObject({
    id: Id,
    ...fields,
    note: z.string().nullable(),
    authority: Named.nullable().describe("Whose it is; null for the region's own"),
    round: z.strictObject({ id: Id, label: z.string() }).nullable(),
    version: z.int().describe('From 1'),
    circulatedAt: Instant.nullable().describe('From when its audience reads it'),
    documents: z.array(DocumentSchema),
  })
  .meta({ id: 'Paper' })

export const NewPaperSchema = z
  .strictObject({
    ...fields,
    note: text(2000).nullable().default(null),
    authorityId: Id.nullable().default(null).describe("Null for the region's own (the consultant)"),
    roundId: Id.nullable().default(null),
    replaces: Id.nullable().default(null).describe('The paper of which this is the next version'),
  })
  .meta({
    id: 'NewPaper',
    examples: [
      {
        kind: 'annual-conversation-letter',
        title: 'Letter after the annual conversation',
        audience: 'regional',
        authorityId: '0f8c2f0e-6d1c-4a6e-9d5b-2f1f3c0f7a11',
        retainUntil: '2022-09-01',
      },
    ],
  })

export const presentPaper = (paper: AreaPaperView): z.input<typeof PaperSchema> => ({
  id: paper.id,
  kind: paper.kind,
  title: paper.title,
  note: paper.note,
  authority: paper.authority && { id: paper.authority.id, name: paper.authority.name },
  round: paper.round && { id: paper.round.id, label: paper.round.label },
  version: paper.version,
  audience: paper.audience,
  retainUntil: paper.retainUntil,
  circulatedAt: instant(paper.circulatedAt),
  documents: paper.documents.map(presentDocument),
})
