import { insertCalendar } from '../../db/calendars.ts'
import { takingPartIn, triadsIn } from '../../db/circles.ts'
import { lookUpOne } from '../../db/lookups.ts'
import { loadNames } from '../../db/names.ts'
import { type PageRequest, pageOf } from '../../db/page.ts'
import {
  deletePollCalendars,
  findPoll,
  insertCandidates,
  insertPoll,
  insertPollOffice,
  type Poll,
  selectPolls,
  updatePoll,
  withParts,
} from '../../db/polls.ts'
import { findRound, lockRound } from '../../db/rounds.ts'
import { isConsultant } from '../../domain/access/operations.ts'
import { AVAILABILITY } from '../../domain/calendars/kinds.ts'
import { type Fault, failure, fault, type Result, success } from '../../domain/failures.ts'
import { type LocalDate, localDate, type Occasion } from '../../domain/intervals.ts'
import {
  checkAnswerBy,
  checkNotCancelled,
  checkTakesAnswers,
  type PollState,
  spansOfCandidates,
} from '../../domain/polls/poll.ts'
import { checkNotClosed, type Round } from '../../domain/rounds/round.ts'
import { type AuthorityRef, resolveAuthorities } from '../people/authorities.ts'
import { seesProgramme } from '../rounds/access.ts'
import { allow, notFound, reading, regionOf, type Work, writing } from '../use-case.ts'
import { type PollView, viewPolls } from './views.ts'

export interface PollRequest {
  readonly roundId: string
  readonly title: string
  readonly note: string | null
  readonly answerBy: LocalDate
  readonly candidates: readonly Occasion[]
  /** Whose offices are asked; with no triad either: of all that take part in the round. */
  readonly authorities?: readonly AuthorityRef[] | undefined
  readonly triadId?: string | undefined
}

/** A change of what is given. */
export interface PollChange {
  readonly id: string
  readonly title?: string | undefined
  readonly note?: string | null | undefined
  readonly answerBy?: LocalDate | undefined
  readonly state?: PollState | undefined
  readonly addCandidates?: readonly Occasion[] | undefined
}

const allowPolls = (work: Work): Result<null> =>
  allow(isConsultant(work.actor), 'Only a programme consultant sends availability polls and changes them.')

/** A poll, for everybody who holds an appointment in its region. */
export const pollToRead = async (
  work: Work,
  id: string,
  lock: 'for-change' | 'none' = 'none',
): Promise<Result<Poll>> => {
  const poll = seesProgramme(work) ? await findPoll(work.trx, regionOf(work).id, id, lock) : null
  return poll ? success(poll) : notFound()
}

/** Refuses, as `wrong-state`, to change a poll of a round that is closed. */
export const checkRoundTakesChanges = async (work: Work, { roundId }: Poll): Promise<Result<null>> => {
  const round = await findRound(work.trx, roundId)
  return round ? checkNotClosed(round) : notFound()
}

const viewAgain = async (work: Work, id: string): Promise<Result<PollView>> => {
  const poll = await pollToRead(work, id)
  if (!poll.ok) return poll
  const [view] = await viewPolls(work, [poll.value])
  return view ? success(view) : notFound()
}

const oldestFirst = {
  column: 'availabilityPoll.createdAt',
  type: 'timestamptz',
  idColumn: 'availabilityPoll.id',
} as const

/** The region's polls, or a round's, oldest first. */
export const listPolls = reading({
  authorise: async (work) => allow(seesProgramme(work), 'You hold no office here now.'),
  run: async (work, input: PageRequest & { roundId?: string | undefined }) => {
    let query = selectPolls(work.trx).where('availabilityPoll.regionId', '=', regionOf(work).id)
    if (input.roundId) query = query.where('availabilityPoll.roundId', '=', input.roundId)
    const page = await pageOf(query, oldestFirst, input)
    if (!page.ok) return page
    return success({
      ...page.value,
      items: await viewPolls(work, await withParts(work.trx, page.value.items)),
    })
  },
})

/** One poll, its dates ranked. */
export const readPoll = reading<{ id: string }, Poll, PollView>({
  authorise: (work, { id }) => pollToRead(work, id),
  run: (work, { id }) => viewAgain(work, id),
})

/** The consultant asks offices about dates; each office has a calendar of its answers from then on. */
export const createPoll = writing<PollRequest, null, PollView>({
  authorise: async (work) => allowPolls(work),
  run: async (work, input) => {
    const region = regionOf(work)
    const round = await lockRound(work.trx, input.roundId)
    if (round === null) return fault('/roundId', 'There is no such round here.')
    const going = checkNotClosed(round)
    if (!going.ok) return going
    const asked = await whomToAsk(work, round, input)
    if (!asked.ok) return asked
    const { title, note, answerBy, candidates } = input
    const spans = spansOf(work, candidates, [], '/candidates')
    if (!spans.ok) return spans
    const inTime = checkAnswerBy(answerBy, candidates, today(work))
    if (!inTime.ok) return inTime
    const head = { regionId: region.id, roundId: round.id, title, note, answerBy }
    const poll = { id: await insertPoll(work.trx, head, work.now), regionId: region.id }
    await insertCandidates(work.trx, poll, spans.value)
    for (const authorityId of asked.value) {
      const calendar = await insertCalendar(
        work.trx,
        region.id,
        {
          kind: AVAILABILITY,
          feeds: 'personal-busy',
          name: title,
          scope: { kind: 'authorities', ids: [authorityId] },
          coversFrom: null,
          coversTo: null,
          checkedAt: work.now,
          staleAfterDays: null,
        },
        work.now,
      )
      await insertPollOffice(work.trx, poll, { authorityId, calendarId: calendar.id })
    }
    work.record('availability-poll', poll.id, {
      roundId: round.id,
      authorityIds: asked.value,
      candidates: candidates.length,
      answerBy,
    })
    return viewAgain(work, poll.id)
  },
})

const today = (work: Work): LocalDate => localDate(work.now, regionOf(work).timezone)

/** Dates with what they take, where they may be added to a poll that asks about others. */
const spansOf = (work: Work, added: readonly Occasion[], there: readonly Occasion[], pointer: string) => {
  const zone = regionOf(work).timezone
  const spans = spansOfCandidates(added, there, { zone, today: today(work), pointer })
  if (!spans.ok) return spans
  return success(
    spans.value.flatMap((span, index) => {
      const occasion = added[index]
      return occasion ? [{ occasion, span }] : []
    }),
  )
}

/** The authorities that a request asks, all of which take part in the round. */
const whomToAsk = async (
  work: Work,
  round: Round,
  { authorities, triadId }: PollRequest,
): Promise<Result<readonly string[]>> => {
  if (authorities !== undefined && triadId !== undefined)
    return fault('/triadId', 'Name authorities or a triad, not both.')
  if (triadId !== undefined) {
    const triad = (await lookUpOne(work.trx, triadsIn([round.id]))).get(triadId)
    return triad
      ? success(triad.authorityIds)
      : fault('/triadId', `The round ${round.label} has no such triad.`)
  }
  const takingPart = (await lookUpOne(work.trx, takingPartIn([round.id]))).get(round.id) ?? []
  if (authorities === undefined) {
    return takingPart.length > 0
      ? success(takingPart)
      : fault('/roundId', `No authority takes part in the round ${round.label}: there is nobody to ask.`)
  }
  const ids = await resolveAuthorities(work, authorities, '/authorities')
  if (!ids.ok) return ids
  const { authorities: names } = await loadNames(work.trx, round.regionId)
  const faults = ids.value.flatMap((id, index): Fault[] =>
    takingPart.includes(id)
      ? []
      : [
          {
            pointer: `/authorities/${index}`,
            detail: `${names[id]} does not take part in the round ${round.label}.`,
          },
        ],
  )
  const [first] = faults
  return first ? failure('not-a-participant', first.detail, faults) : ids
}

/**
 * The consultant changes a poll: its words, by when it is answered, more dates, or its state. A poll that is
 * cancelled counts no more: its calendars go, and with them every clash that they made.
 */
export const changePoll = writing<PollChange, Poll, PollView>({
  authorise: async (work, { id }) => {
    const poll = await pollToRead(work, id, 'for-change')
    const allowed = allowPolls(work)
    return poll.ok && !allowed.ok ? allowed : poll
  },
  run: async (work, { id, addCandidates = [], ...input }, poll) => {
    const [view] = await viewPolls(work, [poll])
    const same = work.unchanged(view)
    if (!same.ok) return same
    const going = await checkRoundTakesChanges(work, poll)
    if (!going.ok) return going
    const stands = checkNotCancelled(poll.state)
    if (!stands.ok) return stands
    const given = Object.fromEntries(Object.entries(input).filter(([, value]) => value !== undefined))
    const changed = { ...poll, ...given }
    const there = poll.candidates.map(({ occasion }) => occasion)
    if (addCandidates.length > 0) {
      const open = checkTakesAnswers(changed.state)
      if (!open.ok) return open
    }
    const added = spansOf(work, addCandidates, there, '/addCandidates')
    if (!added.ok) return added
    if (input.answerBy !== undefined) {
      const inTime = checkAnswerBy(input.answerBy, [...there, ...addCandidates], today(work))
      if (!inTime.ok) return inTime
    }
    await updatePoll(work.trx, changed, work.now)
    await insertCandidates(work.trx, poll, added.value)
    if (changed.state === 'cancelled') await deletePollCalendars(work.trx, id)
    work.record('availability-poll', id, { ...given, added: addCandidates.length })
    return viewAgain(work, id)
  },
})
