import type { Disclosure } from '../domain/access/disclosing.ts'
import type { Handle } from './database.ts'

/** What was told to third parties of concerns in a self-assessment, the first first. */
export const loadDisclosures = async (trx: Handle, paperId: string): Promise<Disclosure[]> => {
  const rows = await trx
    .selectFrom('disclosure')
    .select(['id', 'toldTo', 'basis', 'what', 'disclosedBy', 'disclosedAs', 'disclosedAt'])
    .where('selfAssessmentId', '=', paperId)
    .orderBy('disclosedAt')
    .orderBy('id')
    .execute()
  return rows as (Disclosure & (typeof rows)[number])[]
}

export const insertDisclosure = async (
  trx: Handle,
  paper: { readonly regionId: string; readonly selfAssessmentId: string },
  disclosure: Omit<Disclosure, 'id'>,
): Promise<string> =>
  (
    await trx
      .insertInto('disclosure')
      .values({ ...paper, ...disclosure })
      .returning('id')
      .executeTakeFirstOrThrow()
  ).id
