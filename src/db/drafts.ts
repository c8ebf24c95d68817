import type { WrittenSection } from '../domain/self-assessments/template.ts'
import type { Handle } from './database.ts'
import type { PaperKey } from './self-assessments.ts'

/** A chapter as it is stored: its text, and the contributors named for it. */
export interface StoredChapter extends WrittenSection {
  readonly contributorIds: readonly string[]
  readonly changedBy: { readonly id: string; readonly name: string }
  readonly changedAt: Date
}

/** The chapters of a paper that somebody has written or was named for. */
export const loadChapters = async (trx: Handle, paperId: string): Promise<StoredChapter[]> => {
  const rows = await trx
    .selectFrom('draftChapter')
    .innerJoin('person', 'person.id', 'draftChapter.changedBy')
    .select([
      'draftChapter.key',
      'draftChapter.text',
      'draftChapter.contributorIds',
      'draftChapter.changedAt',
      'person.id as changerId',
      'person.name as changerName',
    ])
    .where('draftChapter.selfAssessmentId', '=', paperId)
    .orderBy('draftChapter.key')
    .execute()
  return rows.map(({ changerId, changerName, ...row }) => ({
    ...row,
    changedBy: { id: changerId, name: changerName },
  }))
}

/** Writes a chapter, whether it was there or not. */
export const saveChapter = async (
  trx: Handle,
  paper: PaperKey,
  { key, text, contributorIds }: Pick<StoredChapter, 'key' | 'text' | 'contributorIds'>,
  by: { readonly personId: string; readonly at: Date },
): Promise<void> => {
  const values = { text, contributorIds: [...contributorIds], changedBy: by.personId, changedAt: by.at }
  await trx
    .insertInto('draftChapter')
    .values({ ...paper, key, ...values })
    .onConflict((conflict) => conflict.columns(['selfAssessmentId', 'key']).doUpdateSet(values))
    .execute()
}
