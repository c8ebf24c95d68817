import { daysOfEvent } from '../../db/events.ts'
import { type FollowUp, loadFollowUps, writeFollowUp } from '../../db/follow-ups.ts'
import { loadNames } from '../../db/names.ts'
import type { Paper } from '../../db/papers.ts'
import { type Result, success } from '../../domain/failures.ts'
import type { LocalDate } from '../../domain/intervals.ts'
import { mayAmendAction } from '../../domain/outcomes/access.ts'
import { checkHeld, followUpOn } from '../../domain/outcomes/outcome.ts'
import { allow, notFound, reading, regionOf, type Work, writing } from '../use-case.ts'
import { type Challenged, challengedAt, readsOutcomes } from './access.ts'

/** When an event is followed up about one authority, and what was found then. */
export interface FollowUpView {
  readonly authority: Paper['authority']
  readonly dueOn: LocalDate
  readonly note: string | null
  readonly recordedBy: { readonly id: string; readonly name: string } | null
  readonly recordedAt: Date | null
}

const viewFollowUps = async (
  work: Work,
  { event }: Challenged,
  papers: readonly Paper[],
): Promise<FollowUpView[]> => {
  const stored = new Map((await loadFollowUps(work.trx, event.id)).map((each) => [each.paperId, each]))
  const { offices } = await loadNames(work.trx, regionOf(work).id)
  const by = ({ recordedBy }: FollowUp) => ({ id: recordedBy, name: offices[recordedBy] ?? '' })
  return papers
    .map(({ id, authority }) => {
      const there = stored.get(id)
      return {
        authority,
        dueOn: followUpOn(daysOfEvent(event).last),
        note: there?.note ?? null,
        recordedBy: there ? by(there) : null,
        recordedAt: there?.recordedAt ?? null,
      }
    })
    .toSorted((a, b) => (a.authority.name < b.authority.name ? -1 : 1))
}

const viewOne = async (work: Work, challenged: Challenged, paper: Paper): Promise<Result<FollowUpView>> => {
  const [view] = await viewFollowUps(work, challenged, [paper])
  return view ? success(view) : notFound()
}

/** Where a held event's follow-ups stand, of those authorities about which the actor reads its outcomes. */
export const listFollowUps = reading<{ id: string }, Challenged, readonly FollowUpView[]>({
  authorise: (work, { id }) => challengedAt(work, id),
  run: async (work, { id }, challenged) => {
    const held = challenged.event.state === 'held'
    const readable = held ? challenged.papers.filter((paper) => readsOutcomes(work, paper)) : []
    work.record('challenge-event', id, { outcomesOf: readable.map((paper) => paper.id) })
    return success(await viewFollowUps(work, challenged, readable))
  },
})

interface OneFollowUp extends Challenged {
  readonly paper: Paper
}

interface FollowUpKey {
  readonly id: string
  readonly authorityId: string
}

const followUpToRead = async (work: Work, { id, authorityId }: FollowUpKey): Promise<Result<OneFollowUp>> => {
  const challenged = await challengedAt(work, id)
  if (!challenged.ok) return challenged
  const paper = challenged.value.papers.find(({ facts }) => facts.authorIds.includes(authorityId))
  return paper && readsOutcomes(work, paper) ? success({ ...challenged.value, paper }) : notFound()
}

/** One authority's follow-up of an event. */
export const readFollowUp = reading<FollowUpKey, OneFollowUp, FollowUpView>({
  authorise: async (work, key) => {
    const found = await followUpToRead(work, key)
    if (!found.ok) return found
    const held = checkHeld(found.value.event.state)
    return held.ok ? found : held
  },
  run: async (work, { id }, found) => {
    work.record('challenge-event', id, { outcomesOf: [found.paper.id] })
    return viewOne(work, found, found.paper)
  },
})

/** The director of an authority, a delegate or the consultant writes down what became of an event. */
export const recordFollowUp = writing<FollowUpKey & { readonly note: string }, OneFollowUp, FollowUpView>({
  authorise: async (work, key) => {
    const found = await followUpToRead(work, key)
    if (!found.ok) return found
    const allowed = allow(
      mayAmendAction(work.actor, found.value.paper.facts, work.now),
      'What became of an event is written down by the authority’s director, a delegate or the consultant.',
    )
    if (!allowed.ok) return allowed
    const held = checkHeld(found.value.event.state)
    return held.ok ? found : held
  },
  run: async (work, { id, note }, found) => {
    const view = await viewOne(work, found, found.paper)
    if (!view.ok) return view
    const same = work.unchanged(view.value)
    if (!same.ok) return same
    await writeFollowUp(work.trx, {
      regionId: regionOf(work).id,
      roundId: found.event.roundId,
      eventId: id,
      paperId: found.paper.id,
      note,
      recordedBy: work.actor.personId,
      recordedAt: work.now,
    })
    work.record('challenge-event', id, { followUp: true, outcomesOf: [found.paper.id] })
    return viewOne(work, found, found.paper)
  },
})
