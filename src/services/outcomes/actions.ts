import { sql } from 'kysely'
import {
  type ActionNote,
  actionOf,
  insertAction,
  insertActionNote,
  loadActionNotes,
  selectActions,
  updateAction,
} from '../../db/actions.ts'
import { type ChallengeEvent, findEvent } from '../../db/events.ts'
import { loadNames } from '../../db/names.ts'
import { type Page, type PageRequest, pageOf } from '../../db/page.ts'
import { loadPapers, type Paper } from '../../db/papers.ts'
import { loadSuccessions } from '../../db/successions.ts'
import { fault, type Result, success } from '../../domain/failures.ts'
import type { LocalDate } from '../../domain/intervals.ts'
import { mayAmendAction, mayReportOnAction } from '../../domain/outcomes/access.ts'
import { type Action, type ActionState, checkReason, isOverdue } from '../../domain/outcomes/action.ts'
import { dayInWords } from '../../domain/words.ts'
import type { AuthorityRef } from '../people/authorities.ts'
import { seesProgramme } from '../rounds/access.ts'
import { allow, forbidden, notFound, reading, regionOf, type Work, writing } from '../use-case.ts'
import { challengedToWrite, readsOutcomes, resolveAuthority, type Written } from './access.ts'
import { actionToRead, ownedBy, ownersNow, type SeenAction, todayOf } from './action-access.ts'

interface Named {
  readonly id: string
  readonly name: string
}

/** An action as its readers see it on a day. */
export interface ActionView extends Omit<Action, 'paperId' | 'ownerId' | 'agreedBy' | 'revision'> {
  /** Whom it is about. */
  readonly authority: Named
  /** Whose office has it to do now: one authority, or those that took over from it. */
  readonly owners: readonly Named[]
  readonly overdue: boolean
  readonly agreedBy: Named
  readonly notes: readonly (Omit<ActionNote, 'actionId' | 'writtenBy'> & { readonly writtenBy: Named })[]
}

/** Actions about some papers as those who may read them see them. */
export const viewActions = async (
  work: Work,
  actions: readonly Action[],
  papers: readonly Paper[],
): Promise<ActionView[]> => {
  const { offices, authorities } = await loadNames(work.trx, regionOf(work).id)
  const successions = await loadSuccessions(work.trx, regionOf(work).id)
  const notes = Map.groupBy(
    await loadActionNotes(
      work.trx,
      actions.map(({ id }) => id),
    ),
    ({ actionId }) => actionId,
  )
  const abouts = new Map(papers.map(({ id, authority }) => [id, authority]))
  const person = (id: string): Named => ({ id, name: offices[id] ?? '' })
  return actions.flatMap(({ paperId, ownerId, agreedBy, revision: _, ...action }) => {
    const authority = abouts.get(paperId)
    if (authority === undefined) return []
    return [
      {
        ...action,
        authority,
        owners: ownersNow(work, ownerId, successions).map((id) => ({ id, name: authorities[id] ?? '' })),
        overdue: isOverdue(action, todayOf(work)),
        agreedBy: person(agreedBy),
        notes: (notes.get(action.id) ?? []).map(({ text, writtenBy, writtenAt }) => ({
          text,
          writtenBy: person(writtenBy),
          writtenAt,
        })),
      },
    ]
  })
}

const viewOf = async (work: Work, action: Action, paper: Paper): Promise<ActionView> => {
  const [view] = await viewActions(work, [action], [paper])
  if (view === undefined) throw new Error('a view for each action')
  return view
}

const viewAgain = async (work: Work, id: string): Promise<Result<ActionView>> => {
  const seen = await actionToRead(work, id)
  return seen.ok ? success(await viewOf(work, seen.value.action, seen.value.paper)) : seen
}

/** Which actions are asked for. */
export interface ActionsRequest extends PageRequest {
  readonly roundId?: string | undefined
  readonly eventId?: string | undefined
  readonly state?: ActionState | undefined
  /** Only those that are overdue today. */
  readonly overdue: boolean
  /** Only those that the actor's office has to do. */
  readonly mine: boolean
}

const byDueDay = { column: 'agreedAction.dueOn', type: 'date', idColumn: 'agreedAction.id' } as const

/** The agreed actions that the actor may read, by the day on which they are due. */
export const listActions = reading<ActionsRequest, null, Page<ActionView>>({
  authorise: async (work) => allow(seesProgramme(work), 'You hold no office here now.'),
  run: async (work, input) => {
    const { roundId, eventId, state } = input
    const papers = await loadPapers(work.trx, regionOf(work), roundId ? { roundId } : 'all')
    const readable = papers.filter((paper) => readsOutcomes(work, paper)).map(({ id }) => id)
    const owned = ownedBy(work, await loadSuccessions(work.trx, regionOf(work).id))
    const isOwned = sql<boolean>`agreed_action.owner_id = any(${owned}::uuid[])`
    let query = selectActions(work.trx).where((row) =>
      row.or([isOwned, sql<boolean>`agreed_action.self_assessment_id = any(${readable}::uuid[])`]),
    )
    if (roundId) query = query.where('agreedAction.roundId', '=', roundId)
    if (eventId) query = query.where('agreedAction.eventId', '=', eventId)
    if (state) query = query.where('agreedAction.state', '=', state)
    if (input.mine) query = query.where(isOwned)
    if (input.overdue)
      query = query.where('agreedAction.state', '=', 'open').where('agreedAction.dueOn', '<', todayOf(work))
    const page = await pageOf(query, byDueDay, input)
    if (!page.ok) return page
    const actions = page.value.items.map(actionOf)
    work.record('actions', null, { actionIds: actions.map(({ id }) => id) })
    return success({ ...page.value, items: await viewActions(work, actions, papers) })
  },
})

/** One action. */
export const readAction = reading<{ id: string }, SeenAction, ActionView>({
  authorise: (work, { id }) => actionToRead(work, id),
  run: async (work, { id }, { action, paper }) => {
    work.record('action', id, { outcomesOf: [paper.id] })
    return success(await viewOf(work, action, paper))
  },
})

/** Who does what by when. */
export interface ActionWords {
  readonly text: string
  readonly owner: AuthorityRef
  readonly ownerOffice: string | null
  readonly dueOn: LocalDate
}

/** An owner is one of the event's own authorities, or took over from one. */
const ownerOf = async (
  work: Work,
  ref: AuthorityRef,
  memberIds: readonly string[],
): Promise<Result<string>> => {
  const id = await resolveAuthority(work, ref, '/owner')
  if (!id.ok) return id
  const successions = await loadSuccessions(work.trx, regionOf(work).id)
  return memberIds.some((member) => [member, ...ownersNow(work, member, successions)].includes(id.value))
    ? id
    : fault('/owner', 'An agreed action is for an authority that the event was for.')
}

/** Whether something agreed at an event is due on its day or later. */
const checkDue = ({ occasion }: Pick<ChallengeEvent, 'occasion'>, dueOn: LocalDate): Result<null> =>
  dueOn < occasion.date
    ? fault('/dueOn', `The event was on ${dayInWords(occasion.date)}: nothing is due before it.`)
    : success(null)

/** Somebody who was there, or the consultant, records what was agreed about an authority at a held event. */
export const createAction = writing<
  ActionWords & { readonly eventId: string; readonly authority: AuthorityRef },
  Written,
  ActionView
>({
  authorise: (work, { eventId, authority }) => challengedToWrite(work, eventId, authority),
  run: async (work, { text, owner, ownerOffice, dueOn }, { event, memberIds, paper }) => {
    const ownerId = await ownerOf(work, owner, memberIds)
    if (!ownerId.ok) return ownerId
    const after = checkDue(event, dueOn)
    if (!after.ok) return after
    const id = await insertAction(work.trx, regionOf(work).id, {
      roundId: event.roundId,
      eventId: event.id,
      paperId: paper.id,
      text,
      ownerId: ownerId.value,
      ownerOffice,
      dueOn,
      agreedBy: work.actor.personId,
      agreedAt: work.now,
      changedAt: work.now,
    })
    work.record('action', id, { outcomesOf: [paper.id], ownerId: ownerId.value, dueOn })
    return viewAgain(work, id)
  },
})

/** A change of what is given. */
export interface ActionChange {
  readonly id: string
  readonly text?: string | undefined
  readonly ownerOffice?: string | null | undefined
  readonly dueOn?: LocalDate | undefined
  readonly state?: ActionState | undefined
  readonly reason?: string | null | undefined
}

const actionToReportOn = async (work: Work, id: string): Promise<Result<SeenAction>> => {
  const seen = await actionToRead(work, id, 'for-change')
  if (!seen.ok) return seen
  const { paper, owners } = seen.value
  return mayReportOnAction(work.actor, paper.facts, owners, work.now)
    ? seen
    : forbidden('How an action goes is said by who has it to do, by whom it is about, and by the consultant.')
}

/**
 * An action is done, dropped for a reason, or open again; and what was agreed may be agreed anew by whom it is about
 * or the consultant. Even after the round's close, since most of it is done then.
 */
export const changeAction = writing<ActionChange, SeenAction, ActionView>({
  authorise: async (work, { id, ...given }) => {
    const seen = await actionToReportOn(work, id)
    if (!seen.ok) return seen
    const agreed = [given.text, given.ownerOffice, given.dueOn].some((value) => value !== undefined)
    return !agreed || mayAmendAction(work.actor, seen.value.paper.facts, work.now)
      ? seen
      : forbidden(
          'What was agreed is changed by the director of the authority that it is about, or the consultant.',
        )
  },
  run: async (work, { id, ...given }, { action, paper }) => {
    const same = work.unchanged(await viewOf(work, action, paper))
    if (!same.ok) return same
    const state = given.state ?? action.state
    const kept = state === action.state ? action.reason : null
    const changed = {
      ...action,
      text: given.text ?? action.text,
      ownerOffice: given.ownerOffice === undefined ? action.ownerOffice : given.ownerOffice,
      dueOn: given.dueOn ?? action.dueOn,
      state,
      reason: given.reason === undefined ? kept : given.reason,
    }
    const sound = checkReason(changed)
    if (!sound.ok) return sound
    const event = await findEvent(work.trx, action.eventId)
    const after = event ? checkDue(event, changed.dueOn) : notFound()
    if (!after.ok) return after
    await updateAction(work.trx, changed, work.now)
    work.record('action', id, { outcomesOf: [paper.id], state, dueOn: changed.dueOn })
    return viewAgain(work, id)
  },
})

/** How an action goes, added to what was said before. */
export const addActionNote = writing<{ id: string; text: string }, SeenAction, ActionView>({
  authorise: (work, { id }) => actionToReportOn(work, id),
  run: async (work, { id, text }, { paper }) => {
    await insertActionNote(work.trx, regionOf(work).id, {
      actionId: id,
      text,
      writtenBy: work.actor.personId,
      writtenAt: work.now,
    })
    work.record('action', id, { outcomesOf: [paper.id], note: true })
    return viewAgain(work, id)
  },
})
