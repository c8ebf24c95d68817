import type { Selectable } from 'kysely'
import type { TemplateSection } from '../domain/self-assessments/template.ts'
import type { Handle } from './database.ts'
import type { SelfAssessmentTemplate } from './schema.ts'

/** One version of what a round asks its authorities to write. Versions count from 1 in each round. */
export interface Template {
  readonly id: string
  readonly roundId: string
  readonly version: number
  readonly sections: readonly TemplateSection[]
  /** What is new in it, in the words of whoever made it. */
  readonly note: string | null
  readonly createdAt: Date
}

/** The templates that the transaction may see, as rows; `templateOf` reads one. */
export const selectTemplates = (trx: Handle) => trx.selectFrom('selfAssessmentTemplate').selectAll()

export const templateOf = (row: Selectable<SelfAssessmentTemplate>): Template => ({
  id: row.id,
  roundId: row.roundId,
  version: row.version,
  sections: row.sections as unknown as TemplateSection[],
  note: row.note,
  createdAt: row.createdAt,
})

/** The last version of a round's template; null where the round has none. */
export const latestTemplate = async (trx: Handle, roundId: string): Promise<Template | null> => {
  const row = await selectTemplates(trx)
    .where('roundId', '=', roundId)
    .orderBy('version', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row ? templateOf(row) : null
}

/** The template with this id, of whichever round, if the transaction may see it. */
export const findTemplate = async (trx: Handle, id: string): Promise<Template | null> => {
  const row = await selectTemplates(trx).where('id', '=', id).executeTakeFirst()
  return row ? templateOf(row) : null
}

/** The version of a round's template that came before another; null before the first. */
export const templateBefore = async (
  trx: Handle,
  { roundId, version }: Pick<Template, 'roundId' | 'version'>,
): Promise<Template | null> => {
  const row = await selectTemplates(trx)
    .where('roundId', '=', roundId)
    .where('version', '=', version - 1)
    .executeTakeFirst()
  return row ? templateOf(row) : null
}

/** Stores the next version of a round's template. */
export const insertTemplate = async (
  trx: Handle,
  template: Pick<Template, 'roundId' | 'version' | 'sections' | 'note'> & { readonly regionId: string },
  by: { readonly personId: string; readonly at: Date },
): Promise<Template> => {
  const row = await trx
    .insertInto('selfAssessmentTemplate')
    .values({
      ...template,
      sections: JSON.stringify(template.sections),
      createdBy: by.personId,
      createdAt: by.at,
    })
    .returningAll()
    .executeTakeFirstOrThrow()
  return templateOf(row)
}
