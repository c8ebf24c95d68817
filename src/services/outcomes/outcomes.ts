import { sql } from 'kysely'
import { loadNames } from '../../db/names.ts'
import {
  deleteOutcome,
  findOutcome,
  insertOutcome,
  outcomeOf,
  selectOutcomes,
  updateOutcome,
} from '../../db/outcomes.ts'
import { type Page, type PageRequest, pageOf } from '../../db/page.ts'
import type { Paper } from '../../db/papers.ts'
import { type Result, success } from '../../domain/failures.ts'
import { mayChangeOutcome } from '../../domain/outcomes/access.ts'
import type { Outcome, OutcomeKind } from '../../domain/outcomes/outcome.ts'
import type { AuthorityRef } from '../people/authorities.ts'
import { allow, notFound, reading, regionOf, type Work, writing } from '../use-case.ts'
import {
  type Challenged,
  challengedAt,
  challengedToWrite,
  paperOf,
  readsOutcomes,
  type Written,
} from './access.ts'

interface Named {
  readonly id: string
  readonly name: string
}

/** An outcome as its readers see it. */
export interface OutcomeView extends Omit<Outcome, 'paperId' | 'writtenBy'> {
  readonly authority: Named
  readonly writtenBy: Named
}

/** Outcomes about some papers as those who may read them see them. */
export const viewOutcomes = async (
  work: Work,
  outcomes: readonly Outcome[],
  papers: readonly Paper[],
): Promise<OutcomeView[]> => {
  const { offices } = await loadNames(work.trx, regionOf(work).id)
  const authorities = new Map(papers.map(({ id, authority }) => [id, authority]))
  return outcomes.flatMap(({ paperId, writtenBy, ...outcome }) => {
    const authority = authorities.get(paperId)
    return authority
      ? [{ ...outcome, authority, writtenBy: { id: writtenBy, name: offices[writtenBy] ?? '' } }]
      : []
  })
}

const viewOf = async (work: Work, outcome: Outcome, paper: Paper): Promise<OutcomeView> => {
  const [view] = await viewOutcomes(work, [outcome], [paper])
  if (view === undefined) throw new Error('a view for each outcome')
  return view
}

const oldestFirst = { column: 'outcome.writtenAt', type: 'timestamptz', idColumn: 'outcome.id' } as const

/** What came of an event, as far as the actor may read it, oldest first. */
export const listOutcomes = reading<{ id: string } & PageRequest, Challenged, Page<OutcomeView>>({
  authorise: (work, { id }) => challengedAt(work, id),
  run: async (work, input, { event, papers }) => {
    const readable = papers.filter((paper) => readsOutcomes(work, paper))
    const ids = readable.map((paper) => paper.id)
    const page = await pageOf(
      selectOutcomes(work.trx)
        .where('outcome.eventId', '=', event.id)
        .where(sql<boolean>`outcome.self_assessment_id = any(${ids}::uuid[])`),
      oldestFirst,
      input,
    )
    if (!page.ok) return page
    work.record('challenge-event', event.id, { outcomesOf: ids })
    const items = page.value.items.map(outcomeOf)
    return success({ ...page.value, items: await viewOutcomes(work, items, readable) })
  },
})

/** What an outcome says. */
export interface OutcomeWords {
  readonly kind: OutcomeKind
  readonly theme: string
  readonly text: string
}

/** Somebody who was there, or the consultant, writes down one thing that a held event found about an authority. */
export const createOutcome = writing<
  OutcomeWords & { readonly id: string; readonly authority: AuthorityRef },
  Written,
  OutcomeView
>({
  authorise: (work, { id, authority }) => challengedToWrite(work, id, authority),
  run: async (work, { kind, theme, text }, { event, paper }) => {
    const outcome = {
      roundId: event.roundId,
      eventId: event.id,
      paperId: paper.id,
      kind,
      theme,
      text,
      writtenBy: work.actor.personId,
      writtenAt: work.now,
      changedAt: work.now,
    }
    const id = await insertOutcome(work.trx, regionOf(work).id, outcome)
    work.record('outcome', id, { eventId: event.id, outcomesOf: [paper.id], kind, theme })
    return success(await viewOf(work, { ...outcome, id }, paper))
  },
})

interface Found {
  readonly outcome: Outcome
  readonly paper: Paper
}

const seenOutcome = async (
  work: Work,
  id: string,
  lock: 'for-change' | 'none' = 'none',
): Promise<Result<Found>> => {
  const outcome = await findOutcome(work.trx, id, lock)
  const paper = await paperOf(work, outcome?.paperId)
  return outcome && paper && readsOutcomes(work, paper) ? success({ outcome, paper }) : notFound()
}

const outcomeToChange = async (work: Work, id: string): Promise<Result<Found>> => {
  const found = await seenOutcome(work, id, 'for-change')
  if (!found.ok) return found
  const { outcome, paper } = found.value
  const allowed = allow(
    mayChangeOutcome(work.actor, paper.facts, outcome, work.now),
    'An outcome is changed by who wrote it and the consultant; an ask or offer also by the authority’s own director.',
  )
  return allowed.ok ? found : allowed
}

/** One outcome. */
export const readOutcome = reading<{ id: string }, Found, OutcomeView>({
  authorise: (work, { id }) => seenOutcome(work, id),
  run: async (work, { id }, { outcome, paper }) => {
    work.record('outcome', id, { outcomesOf: [paper.id] })
    return success(await viewOf(work, outcome, paper))
  },
})

/** An outcome is put in other words, or under another theme. */
export const changeOutcome = writing<
  { readonly [K in keyof OutcomeWords]?: OutcomeWords[K] | undefined } & { readonly id: string },
  Found,
  OutcomeView
>({
  authorise: (work, { id }) => outcomeToChange(work, id),
  run: async (work, { id, ...given }, { outcome, paper }) => {
    const same = work.unchanged(await viewOf(work, outcome, paper))
    if (!same.ok) return same
    const changed = {
      ...outcome,
      kind: given.kind ?? outcome.kind,
      theme: given.theme ?? outcome.theme,
      text: given.text ?? outcome.text,
      changedAt: work.now,
    }
    await updateOutcome(work.trx, changed)
    work.record('outcome', id, { outcomesOf: [paper.id], kind: changed.kind, theme: changed.theme })
    return success(await viewOf(work, changed, paper))
  },
})

/** An outcome that should not be there is taken away. */
export const removeOutcome = writing<{ id: string }, Found, undefined>({
  authorise: (work, { id }) => outcomeToChange(work, id),
  run: async (work, { id }, { outcome, paper }) => {
    const same = work.unchanged(await viewOf(work, outcome, paper))
    if (!same.ok) return same
    await deleteOutcome(work.trx, id)
    work.record('outcome', id, { outcomesOf: [paper.id], kind: outcome.kind, theme: outcome.theme })
    return success(undefined)
  },
})
