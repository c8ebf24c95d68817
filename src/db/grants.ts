import { sql } from 'kysely'
import type { Grant, GrantedPaper } from '../domain/access/granting.ts'
import type { PaperGrant } from '../domain/access/paper.ts'
import type { Handle } from './database.ts'

/** Grants with the papers of each; `grantOf` reads one. */
export const selectGrants = (trx: Handle) =>
  trx.selectFrom('readingGrant').select([
    'readingGrant.id',
    'readingGrant.personId',
    'readingGrant.usedAs',
    'readingGrant.grantsFrom',
    'readingGrant.grantsUntil',
    'readingGrant.reason',
    'readingGrant.givenBy',
    'readingGrant.givenAs',
    'readingGrant.revokedAt',
    'readingGrant.createdAt',
    sql<GrantedPaper[]>`(
        select json_agg(json_build_object('id', paper.id, 'authorityIds', array[paper.authority_id]) order by paper.id)
        from reading_grant_paper named join self_assessment paper on paper.id = named.self_assessment_id
        where named.grant_id = reading_grant.id)`.as('papers'),
  ])

type GrantRow = Awaited<ReturnType<ReturnType<typeof selectGrants>['executeTakeFirstOrThrow']>>

/** A row of `selectGrants` as the domain knows it, but that each paper is its author's, whoever took over. */
export const grantOf = ({ usedAs, givenAs, grantsFrom, grantsUntil, ...row }: GrantRow): Grant => ({
  ...row,
  as: usedAs as Grant['as'],
  givenAs: givenAs as Grant['givenAs'],
  span: { from: grantsFrom, until: grantsUntil },
})

/** Writes a grant with its papers, and gives its id. */
export const insertGrant = async (
  trx: Handle,
  regionId: string,
  { personId, as, givenBy, givenAs, papers, span, reason, createdAt }: Omit<Grant, 'id' | 'revokedAt'>,
): Promise<string> => {
  const { id } = await trx
    .insertInto('readingGrant')
    .values({
      regionId,
      personId,
      usedAs: as,
      grantsFrom: span.from,
      grantsUntil: span.until,
      reason,
      givenBy,
      givenAs,
      createdAt,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  await trx
    .insertInto('readingGrantPaper')
    .values(papers.map((paper) => ({ regionId, grantId: id, selfAssessmentId: paper.id })))
    .execute()
  return id
}

/** Ends a grant at an instant, whatever end it was given with. */
export const revokeGrantRow = async (trx: Handle, id: string, now: Date): Promise<void> => {
  await trx.updateTable('readingGrant').set({ revokedAt: now }).where('id', '=', id).execute()
}

/** What each of these papers is opened by, past and coming grants too; one that was revoked ends there. */
export const loadPaperGrants = async (
  trx: Handle,
  paperIds: readonly string[],
): Promise<(PaperGrant & { readonly paperId: string })[]> => {
  const rows = await trx
    .selectFrom('readingGrantPaper')
    .innerJoin('readingGrant', 'readingGrant.id', 'readingGrantPaper.grantId')
    .select([
      'readingGrantPaper.selfAssessmentId as paperId',
      'readingGrant.personId',
      'readingGrant.usedAs',
      'readingGrant.grantsFrom as from',
      sql<Date>`least(reading_grant.grants_until, reading_grant.revoked_at)`.as('until'),
      'readingGrant.givenBy',
      'readingGrant.givenAs',
      'readingGrant.createdAt as givenAt',
    ])
    .where(sql<boolean>`reading_grant_paper.self_assessment_id = any(${paperIds}::uuid[])`)
    .execute()
  return rows.map(({ usedAs, givenAs, from, until, ...row }) => ({
    ...row,
    as: usedAs as PaperGrant['as'],
    givenAs: givenAs as PaperGrant['givenAs'],
    span: { from, until },
  }))
}
