import { sql } from 'kysely'
import type { PaperFacts } from '../domain/access/paper.ts'
import { type AreaPaper, factsOfAreaPaper } from '../domain/area/paper.ts'
import { beginningsOf, heirsOf, lineageOf } from '../domain/authorities/succession.ts'
import type { LocalDate } from '../domain/intervals.ts'
import type { Handle } from './database.ts'
import { loadPaperMemoranda } from './memoranda.ts'
import { loadConflicts, loadEveryAppointment, loadPapers, type Paper } from './papers.ts'
import { loadSuccessions } from './successions.ts'

/** A paper of the directors' area with everything that decides who may read it. */
export interface HeldPaper extends AreaPaper {
  readonly authority: { readonly id: string; readonly name: string } | null
  readonly round: { readonly id: string; readonly label: string } | null
  readonly facts: PaperFacts
}

/** Which papers: one, those of a round, those of the authority and round of a self-assessment, or all. */
export type WhichAreaPapers =
  | { readonly id: string }
  | { readonly roundId: string }
  | { readonly selfAssessmentId: string }
  | 'all'

/** Papers of the directors' area with the facts of each, in the same statements whether they are there or not. */
export const loadAreaPapers = async (
  trx: Handle,
  region: { readonly id: string; readonly timezone: string },
  which: WhichAreaPapers,
): Promise<HeldPaper[]> => {
  const rows = await selectPapers(trx, region.id, which).execute()
  const successions = await loadSuccessions(trx, region.id)
  const authorityIds = rows.flatMap(({ authorityId }) => authorityId ?? [])
  const lineage = (id: string | null) => (id === null ? [] : lineageOf(id, successions))
  const conflicts = await loadConflicts(trx, [...new Set(authorityIds.flatMap(lineage))])
  const assessed = await loadAssessments(trx, region, rows)
  const memoranda = await loadPaperMemoranda(trx, region.id)
  const appointments = await loadEveryAppointment(trx, region.id)
  return rows.map(({ authorityName, roundLabel, ...row }) => {
    const paper = row as typeof row & Pick<AreaPaper, 'kind' | 'audience'>
    const { authorityId, roundId } = paper
    const authors = authorityId === null ? [] : heirsOf(authorityId, successions)
    const base = {
      regionId: region.id,
      zone: region.timezone,
      authorIds: authors.map((heir) => heir.authorityId),
      authorsFrom: beginningsOf(authors),
      conflicts: conflicts.filter((conflict) => lineage(authorityId).includes(conflict.authorityId)),
      memoranda,
      appointments,
    }
    const assessment = assessed.find(
      ({ authority, round }) => authority.id === authorityId && round.id === roundId,
    )
    return {
      ...paper,
      authority: authorityId === null ? null : { id: authorityId, name: authorityName ?? '' },
      round: roundId === null ? null : { id: roundId, label: roundLabel ?? '' },
      facts: factsOfAreaPaper(paper, base, assessment?.facts ?? null),
    }
  })
}

const selectPapers = (trx: Handle, regionId: string, which: WhichAreaPapers) =>
  trx
    .selectFrom('circulatedPaper')
    .leftJoin('authority', 'authority.id', 'circulatedPaper.authorityId')
    .leftJoin('round', 'round.id', 'circulatedPaper.roundId')
    .select([
      'circulatedPaper.id',
      'circulatedPaper.kind',
      'circulatedPaper.authorityId',
      'circulatedPaper.roundId',
      'circulatedPaper.seriesId',
      'circulatedPaper.version',
      'circulatedPaper.audience',
      'circulatedPaper.retainUntil',
      'circulatedPaper.circulatedAt',
      'authority.name as authorityName',
      'round.label as roundLabel',
    ])
    .where('circulatedPaper.regionId', '=', regionId)
    .where(among(which))
    .orderBy('circulatedPaper.id')

const among = (which: WhichAreaPapers) => {
  if (which === 'all') return sql<boolean>`true`
  if ('id' in which) return sql<boolean>`circulated_paper.id = ${which.id}`
  if ('roundId' in which) return sql<boolean>`circulated_paper.round_id = ${which.roundId}`
  return sql<boolean>`exists (select from self_assessment where self_assessment.id = ${which.selfAssessmentId}
    and self_assessment.round_id = circulated_paper.round_id
    and self_assessment.authority_id = circulated_paper.authority_id)`
}

/** The self-assessments of the authorities and rounds of these papers: they know who challenges and who moderates. */
const loadAssessments = async (
  trx: Handle,
  region: { readonly id: string; readonly timezone: string },
  rows: readonly { readonly authorityId: string | null; readonly roundId: string | null }[],
): Promise<Paper[]> => {
  const assessments = await trx
    .selectFrom('selfAssessment')
    .select(['id', 'authorityId', 'roundId'])
    .where(sql<boolean>`round_id = any(${rows.flatMap(({ roundId }) => roundId ?? [])}::uuid[])`)
    .execute()
  const meant = assessments.filter((each) =>
    rows.some((row) => row.authorityId === each.authorityId && row.roundId === each.roundId),
  )
  return loadPapers(trx, region, { ids: meant.map(({ id }) => id) })
}

/** What a paper is called and what is said of it; hidden, like its documents, from whoever does not read it. */
export interface PaperWords {
  readonly title: string
  readonly note: string | null
}

export const loadPaperWords = async (
  trx: Handle,
  ids: readonly string[],
): Promise<Map<string, PaperWords>> => {
  const rows = await trx
    .selectFrom('circulatedPaperText')
    .select(['paperId', 'title', 'note'])
    .where(sql<boolean>`paper_id = any(${ids}::uuid[])`)
    .execute()
  return new Map(rows.map(({ paperId, ...words }) => [paperId, words]))
}

/** Stores a paper without its words: those wait until somebody may read it. */
export const insertAreaPaper = async (
  trx: Handle,
  regionId: string,
  paper: Omit<AreaPaper, 'id' | 'seriesId' | 'circulatedAt'> & { readonly seriesId: string | null },
  by: { readonly personId: string; readonly at: Date },
): Promise<string> => {
  const { id } = await trx
    .insertInto('circulatedPaper')
    .values({
      ...paper,
      regionId,
      seriesId: paper.seriesId ?? sql<string>`gen_random_uuid()`,
      createdBy: by.personId,
      createdAt: by.at,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}

export const insertPaperWords = async (
  trx: Handle,
  of: { readonly regionId: string; readonly paperId: string },
  words: PaperWords,
): Promise<void> => {
  await trx
    .insertInto('circulatedPaperText')
    .values({ ...of, ...words })
    .execute()
}

export const markCirculated = async (trx: Handle, id: string, at: Date): Promise<void> => {
  await trx.updateTable('circulatedPaper').set({ circulatedAt: at }).where('id', '=', id).execute()
}

/** Makes what happens to one paper come one after the other, until the transaction ends. */
export const lockAreaPaper = async (trx: Handle, id: string): Promise<void> => {
  await trx.selectFrom('circulatedPaper').select('id').where('id', '=', id).forUpdate().execute()
}

/** Removes the papers of a region that are kept no longer on a local day, with their documents, and returns them. */
export const removeExpiredPapers = (trx: Handle, regionId: string, today: LocalDate) =>
  trx
    .deleteFrom('circulatedPaper')
    .where('regionId', '=', regionId)
    .where('retainUntil', '<=', today)
    .returning(['id', 'kind', 'authorityId', 'version', 'retainUntil'])
    .execute()
