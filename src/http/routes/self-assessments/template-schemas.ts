import { z } from 'zod'
import type { Template, TemplateComparison } from '../../../services/self-assessments/templates.ts'
import { Id, Instant, instant, text } from '../../wire.ts'

/** A section's name for programs, the same from year to year. */
export const SectionKey = z
  .string()
  .max(60)
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'A section is named in small letters, digits and hyphens.')
  .meta({ examples: ['quality-of-practice'] })

export const TemplateSectionSchema = z
  .strictObject({
    key: SectionKey.describe('Stays the same from year to year, whatever the title becomes'),
    title: text(200),
    guidance: text(5000).nullable().default(null).describe('What to write about'),
    wordLimit: z
      .int()
      .min(1)
      .max(8000)
      .nullable()
      .default(null)
      .describe('The most words; null for no limit'),
    required: z.boolean().default(false).describe('Whether nothing is signed off without it'),
  })
  .meta({ id: 'TemplateSection' })

export const TemplateSchema = z
  .strictObject({
    id: Id,
    roundId: Id,
    version: z.int().describe('From 1 in each round'),
    sections: z.array(TemplateSectionSchema),
    note: z.string().nullable(),
    createdAt: Instant,
  })
  .meta({ id: 'Template' })

export const NewTemplateSchema = z
  .strictObject({
    sections: z.array(TemplateSectionSchema).min(1).max(50),
    note: text(2000).nullable().default(null).describe('What is new in this version'),
  })
  .meta({
    id: 'NewTemplate',
    examples: [
      {
        sections: [
          {
            key: 'quality-of-practice',
            title: 'What do you know about the quality of practice?',
            guidance: 'And how do you know it?',
            wordLimit: 1500,
            required: true,
          },
          { key: 'asks-and-offers', title: 'Asks and offers', wordLimit: 300 },
        ],
      },
    ],
  })

const anyOf = <T extends z.ZodType>(type: T) => z.strictObject({ from: type, to: type })

export const TemplateComparisonSchema = z
  .strictObject({
    earlier: z.strictObject({ id: Id, roundId: Id, version: z.int() }),
    later: z.strictObject({ id: Id, roundId: Id, version: z.int() }),
    added: z.array(TemplateSectionSchema),
    gone: z.array(TemplateSectionSchema),
    changed: z.array(
      z.strictObject({
        key: SectionKey,
        title: z.string().describe('As it is now'),
        changes: z
          .strictObject({
            title: anyOf(z.string()),
            guidance: anyOf(z.string().nullable()),
            wordLimit: anyOf(z.int().nullable()),
            required: anyOf(z.boolean()),
          })
          .partial()
          .describe('Only what differs'),
      }),
    ),
    reordered: z.boolean().describe('Whether the sections that both have stand in another order'),
  })
  .meta({ id: 'TemplateComparison' })

export const presentTemplate = (template: Template): z.input<typeof TemplateSchema> => ({
  id: template.id,
  roundId: template.roundId,
  version: template.version,
  sections: template.sections.map((section) => ({ ...section })),
  note: template.note,
  createdAt: instant(template.createdAt),
})

const which = ({ id, roundId, version }: Template) => ({ id, roundId, version })

export const presentComparison = (found: TemplateComparison): z.input<typeof TemplateComparisonSchema> => ({
  earlier: which(found.earlier),
  later: which(found.later),
  added: found.added.map((section) => ({ ...section })),
  gone: found.gone.map((section) => ({ ...section })),
  changed: found.changed.map(({ key, title, changes }) => ({
    key,
    title,
    changes: Object.fromEntries(changes.map(({ field, from, to }) => [field, { from, to }])),
  })),
  reordered: found.reordered,
})
