import { sql } from 'kysely'
import {
  type HeldPaper,
  insertAreaPaper,
  insertPaperWords,
  loadAreaPapers,
  loadPaperWords,
  lockAreaPaper,
  markCirculated,
  type PaperWords,
} from '../../db/area-papers.ts'
import { knownAuthorities } from '../../db/authorities.ts'
import { type Document, loadCirculatedDocuments } from '../../db/documents.ts'
import { type Page, type PageRequest, pageOf } from '../../db/page.ts'
import { findRound } from '../../db/rounds.ts'
import { isConsultant, maySeeProgramme, maySubmitFor } from '../../domain/access/operations.ts'
import { authorsAt } from '../../domain/access/paper.ts'
import { mayRead } from '../../domain/access/readers.ts'
import { type AreaPaper, checkAudience, checkRetention } from '../../domain/area/paper.ts'
import { failure, fault, type Result, success } from '../../domain/failures.ts'
import { localDate } from '../../domain/intervals.ts'
import { refreshAreaReaders } from '../moderation/readers.ts'
import { allow, forbidden, hidden, reading, regionOf, type Work, writing } from '../use-case.ts'

/** A paper of the directors' area as its readers see it. */
export interface AreaPaperView extends Omit<HeldPaper, 'facts'>, PaperWords {
  readonly documents: readonly Document[]
}

export interface NewAreaPaper
  extends Pick<AreaPaper, 'kind' | 'authorityId' | 'roundId' | 'audience' | 'retainUntil'>,
    PaperWords {
  /** The paper of which this is the next version; null for a new one. */
  readonly replaces: string | null
}

const WHO_ADDS =
  "A paper is put in by its authority's director, delegate or contributor, or a programme consultant."

/** The paper with this id, if the actor may read it now. One that is hidden and one that is absent answer alike. */
export const findAreaPaper = async (work: Work, id: string): Promise<Result<HeldPaper>> => {
  const [paper] = await loadAreaPapers(work.trx, regionOf(work), { id })
  if (paper === undefined) return hidden('absent')
  const refusal = mayRead(work.actor, paper.facts, work.now)
  return refusal === null ? success(paper) : hidden(refusal.reason)
}

/** The paper that the actor means to add to or circulate: nobody does once it is circulated. */
export const findOpenPaper = async (work: Work, id: string): Promise<Result<HeldPaper>> => {
  const paper = await findAreaPaper(work, id)
  if (!paper.ok) return paper
  const { facts, circulatedAt } = paper.value
  const writes =
    isConsultant(work.actor) || authorsAt(facts, work.now).some((each) => maySubmitFor(work.actor, each))
  if (!writes) return forbidden(WHO_ADDS)
  return circulatedAt === null
    ? paper
    : failure('wrong-state', 'It has been circulated: put in another version of it.')
}

const describe = async (work: Work, papers: readonly HeldPaper[]): Promise<AreaPaperView[]> => {
  const ids = papers.map(({ id }) => id)
  const words = await loadPaperWords(work.trx, ids)
  const documents = await loadCirculatedDocuments(work.trx, ids)
  return papers.map(({ facts: _, ...paper }) => ({
    ...paper,
    title: words.get(paper.id)?.title ?? '',
    note: words.get(paper.id)?.note ?? null,
    documents: documents.filter(({ paperId }) => paperId === paper.id),
  }))
}

const viewOf = async (work: Work, id: string): Promise<Result<AreaPaperView>> => {
  const paper = await findAreaPaper(work, id)
  if (!paper.ok) return paper
  const [view] = await describe(work, [paper.value])
  return view === undefined ? hidden('absent') : success(view)
}

/** The papers of the directors' area that the actor may read, oldest first. */
export const listAreaPapers = reading<PageRequest, null, Page<AreaPaperView>>({
  authorise: async (work) =>
    allow(maySeeProgramme(work.actor, regionOf(work).id), 'You hold no office here now.'),
  run: async (work, input) => {
    const all = await loadAreaPapers(work.trx, regionOf(work), 'all')
    const readable = all.filter(({ facts }) => mayRead(work.actor, facts, work.now) === null)
    const page = await pageOf(
      work.trx
        .selectFrom('circulatedPaper')
        .select('id')
        .where(sql<boolean>`id = any(${readable.map(({ id }) => id)}::uuid[])`),
      { column: 'createdAt', type: 'timestamptz', idColumn: 'id' },
      input,
    )
    if (!page.ok) return page
    const wanted = page.value.items.flatMap(({ id }) => readable.filter((paper) => paper.id === id))
    work.record('region', regionOf(work).id, { circulatedPaperIds: wanted.map(({ id }) => id) })
    return success({ ...page.value, items: await describe(work, wanted) })
  },
})

/** One paper, with the names of its documents. */
export const readAreaPaper = reading<{ id: string }, HeldPaper, AreaPaperView>({
  authorise: (work, { id }) => findAreaPaper(work, id),
  run: async (work, { id }) => {
    const view = await viewOf(work, id)
    if (view.ok) work.record('paper', id)
    return view
  },
})

/** Puts a paper into the directors' area; its documents follow, and only then is it circulated. */
export const createAreaPaper = writing<NewAreaPaper, AreaPaper['seriesId'] | null, AreaPaperView>({
  authorise: async (work, { authorityId, replaces }) => {
    const { actor } = work
    if (!isConsultant(actor) && (authorityId === null || !maySubmitFor(actor, authorityId)))
      return forbidden(WHO_ADDS)
    if (replaces === null) return success(null)
    const before = await findAreaPaper(work, replaces)
    return before.ok && before.value.authorityId === authorityId
      ? success(before.value.seriesId)
      : fault('/replaces', 'There is no such paper of this authority here.')
  },
  run: async (work, { title, note, replaces: _, ...paper }, seriesId) => {
    const region = regionOf(work)
    const fits = await checkPaper(work, paper)
    if (!fits.ok) return fits
    const versions = (await loadAreaPapers(work.trx, region, 'all')).filter(
      (each) => each.seriesId === seriesId,
    )
    const version = 1 + Math.max(0, ...versions.map((each) => each.version))
    const by = { personId: work.actor.personId, at: work.now }
    const id = await insertAreaPaper(work.trx, region.id, { ...paper, seriesId, version }, by)
    await refreshAreaReaders(work.trx, region, { id })
    const found = await findAreaPaper(work, id)
    if (!found.ok) return fault('/authorityId', 'There is no such authority here for which you may do this.')
    await insertPaperWords(work.trx, { regionId: region.id, paperId: id }, { title, note })
    const { kind, authorityId, audience } = paper
    work.record('paper', id, { circulatedPaperId: id, kind, authorityId, audience, version })
    return viewOf(work, id)
  },
})

const checkPaper = async (
  work: Work,
  paper: Pick<AreaPaper, 'audience' | 'authorityId' | 'roundId' | 'retainUntil'>,
): Promise<Result<null>> => {
  const region = regionOf(work)
  const audience = checkAudience(paper)
  if (!audience.ok) return audience
  const kept = checkRetention(paper.retainUntil, localDate(work.now, region.timezone))
  if (!kept.ok) return kept
  const { authorityId, roundId } = paper
  if (authorityId !== null && !(await knownAuthorities(work.trx, region.id, [authorityId])).has(authorityId))
    return fault('/authorityId', 'There is no such authority here.')
  const round = roundId === null ? null : await findRound(work.trx, roundId)
  return roundId !== null && round?.regionId !== region.id
    ? fault('/roundId', 'There is no such round here.')
    : success(null)
}

/** Circulates a paper: its audience reads it from now on, and nothing of it changes any more. */
export const circulateAreaPaper = writing<{ id: string }, HeldPaper, AreaPaperView>({
  authorise: async (work, { id }) => {
    await lockAreaPaper(work.trx, id)
    return findOpenPaper(work, id)
  },
  run: async (work, { id }) => {
    const before = await viewOf(work, id)
    if (!before.ok) return before
    const same = work.unchanged(before.value)
    if (!same.ok) return same
    if (before.value.documents.length === 0)
      return failure('wrong-state', 'Upload a document first: there is nothing to circulate yet.')
    await markCirculated(work.trx, id, work.now)
    await refreshAreaReaders(work.trx, regionOf(work), { id })
    work.record('paper', id, { circulatedPaperId: id, audience: before.value.audience })
    return viewOf(work, id)
  },
})
