import { sql } from 'kysely'
import type { LocalDate, Occasion, Span } from '../domain/intervals.ts'
import type { Candidate, PollAnswer, PollState } from '../domain/polls/poll.ts'
import type { OfficeAnswer } from '../domain/polls/ranking.ts'
import type { Handle } from './database.ts'

/** A poll without its dates and answers. */
export interface PollHead {
  readonly id: string
  readonly regionId: string
  readonly roundId: string
  readonly title: string
  readonly note: string | null
  readonly answerBy: LocalDate
  readonly state: PollState
}

/** An authority whose office is asked. */
export interface AskedOffice {
  readonly authorityId: string
  /** The calendar of its answers; null once the poll is cancelled. */
  readonly calendarId: string | null
  /** Who answered last, and when; null while nobody has. */
  readonly answeredBy: string | null
  readonly answeredAt: Date | null
}

/** An office's answer about one date, with the commitment that it became. */
export interface StoredPollAnswer extends OfficeAnswer {
  readonly commitmentId: string | null
}

/** A poll with its dates by the time they begin, and its offices and answers by authority. */
export interface Poll extends PollHead {
  readonly candidates: readonly Candidate[]
  readonly offices: readonly AskedOffice[]
  readonly answers: readonly StoredPollAnswer[]
}

/** Polls without their dates and answers; `withParts` adds them. */
export const selectPolls = (trx: Handle) =>
  trx
    .selectFrom('availabilityPoll')
    .select([
      'availabilityPoll.id',
      'availabilityPoll.regionId',
      'availabilityPoll.roundId',
      'availabilityPoll.title',
      'availabilityPoll.note',
      'availabilityPoll.answerBy',
      'availabilityPoll.state',
    ])

type PollRow = Awaited<ReturnType<ReturnType<typeof selectPolls>['executeTakeFirstOrThrow']>>

/** These polls with their dates, offices and answers, in as many queries for all of them as for one. */
export const withParts = async (trx: Handle, rows: readonly PollRow[]): Promise<Poll[]> => {
  if (rows.length === 0) return []
  const ids = rows.map(({ id }) => id)
  const candidates = await trx
    .selectFrom('pollCandidate')
    .select(['id', 'pollId', 'date', 'days', 'startTime', 'endTime', 'startsAt', 'endsAt'])
    .where('pollId', 'in', ids)
    .orderBy('startsAt')
    .orderBy('id')
    .execute()
  const offices = await trx
    .selectFrom('pollOffice')
    .select(['pollId', 'authorityId', 'calendarId', 'answeredBy', 'answeredAt'])
    .where('pollId', 'in', ids)
    .orderBy('authorityId')
    .execute()
  const answers = await trx
    .selectFrom('pollAnswer')
    .select(['pollId', 'candidateId', 'authorityId', 'answer', 'commitmentId'])
    .where('pollId', 'in', ids)
    .orderBy('authorityId')
    .orderBy('candidateId')
    .execute()
  return rows.map((row) => ({
    ...row,
    state: row.state as PollState,
    candidates: candidates
      .filter(({ pollId }) => pollId === row.id)
      .map(({ id, date, days, startTime, endTime, startsAt, endsAt }) => ({
        id,
        occasion: { date, days, startTime, endTime },
        span: { from: startsAt, until: endsAt },
      })),
    offices: offices.filter(({ pollId }) => pollId === row.id),
    answers: answers
      .filter(({ pollId }) => pollId === row.id)
      .map((each) => ({ ...each, answer: each.answer as PollAnswer })),
  }))
}

/** The poll with this id in a region, or null; locked against other changes where it is about to be changed. */
export const findPoll = async (
  trx: Handle,
  regionId: string,
  id: string,
  lock: 'for-change' | 'none' = 'none',
): Promise<Poll | null> => {
  const query = selectPolls(trx).where('id', '=', id).where('regionId', '=', regionId)
  const row = await (lock === 'none' ? query : query.forUpdate()).executeTakeFirst()
  const [poll = null] = row ? await withParts(trx, [row]) : []
  return poll
}

/** Writes a poll without its dates and offices, and gives its id. */
export const insertPoll = async (
  trx: Handle,
  poll: Omit<PollHead, 'id' | 'state'>,
  now: Date,
): Promise<string> => {
  const { id } = await trx
    .insertInto('availabilityPoll')
    .values({ ...poll, state: 'open', createdAt: now, changedAt: now })
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}

interface PollKey {
  readonly id: string
  readonly regionId: string
}

export const insertPollOffice = async (
  trx: Handle,
  { id: pollId, regionId }: PollKey,
  office: Pick<AskedOffice, 'authorityId' | 'calendarId'>,
): Promise<void> => {
  await trx
    .insertInto('pollOffice')
    .values({ pollId, regionId, ...office })
    .execute()
}

export const insertCandidates = async (
  trx: Handle,
  { id: pollId, regionId }: PollKey,
  candidates: readonly { readonly occasion: Occasion; readonly span: Span }[],
): Promise<void> => {
  if (candidates.length === 0) return
  await trx
    .insertInto('pollCandidate')
    .values(
      candidates.map(({ occasion: { date, days, startTime, endTime }, span }) => ({
        pollId,
        regionId,
        date,
        days,
        startTime,
        endTime,
        startsAt: span.from,
        endsAt: span.until,
      })),
    )
    .execute()
}

/** Writes what of a poll can change; the calendars of its answers have its title. */
export const updatePoll = async (
  trx: Handle,
  { id, title, note, answerBy, state }: Pick<PollHead, 'id' | 'title' | 'note' | 'answerBy' | 'state'>,
  now: Date,
): Promise<void> => {
  await trx
    .updateTable('availabilityPoll')
    .set({ title, note, answerBy, state, changedAt: now, revision: sql`revision + 1` })
    .where('id', '=', id)
    .execute()
  await trx
    .updateTable('calendar')
    .set({ name: title, revision: sql`revision + 1` })
    .where('id', 'in', calendarsOf(trx, id))
    .where('name', '<>', title)
    .execute()
}

/** Takes away the calendars of a poll's answers with all of their commitments; the answers themselves stay. */
export const deletePollCalendars = async (trx: Handle, pollId: string): Promise<void> => {
  await trx.deleteFrom('calendar').where('id', 'in', calendarsOf(trx, pollId)).execute()
}

const calendarsOf = (trx: Handle, pollId: string) =>
  trx
    .selectFrom('pollOffice')
    .select(sql<string>`calendar_id`.as('id'))
    .where('pollId', '=', pollId)
    .where('calendarId', 'is not', null)

/** Writes that somebody answered for an office now: its calendar's answer is as of now. */
export const writeAnsweredBy = async (
  trx: Handle,
  pollId: string,
  { authorityId, calendarId }: AskedOffice,
  by: { readonly answeredBy: string; readonly answeredAt: Date },
): Promise<void> => {
  await trx
    .updateTable('pollOffice')
    .set(by)
    .where('pollId', '=', pollId)
    .where('authorityId', '=', authorityId)
    .execute()
  await trx
    .updateTable('calendar')
    .set({ checkedAt: by.answeredAt, revision: sql`revision + 1` })
    .where('id', '=', calendarId)
    .execute()
}

/** Takes back what an office answered about a date, and the commitment that it became. */
export const deletePollAnswer = async (
  trx: Handle,
  { candidateId, authorityId, commitmentId }: StoredPollAnswer,
): Promise<void> => {
  await trx
    .deleteFrom('pollAnswer')
    .where('candidateId', '=', candidateId)
    .where('authorityId', '=', authorityId)
    .execute()
  await trx.deleteFrom('commitment').where('id', '=', commitmentId).execute()
}

export const insertPollAnswers = async (
  trx: Handle,
  { id: pollId, regionId }: PollKey,
  answers: readonly StoredPollAnswer[],
): Promise<void> => {
  if (answers.length === 0) return
  await trx
    .insertInto('pollAnswer')
    .values(
      answers.map(({ candidateId, authorityId, answer, commitmentId }) => ({
        pollId,
        regionId,
        candidateId,
        authorityId,
        answer,
        commitmentId,
      })),
    )
    .execute()
}
