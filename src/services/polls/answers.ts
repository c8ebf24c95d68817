import { insertCommitments, type NewCommitment } from '../../db/calendars.ts'
import {
  type AskedOffice,
  deletePollAnswer,
  insertPollAnswers,
  type Poll,
  writeAnsweredBy,
} from '../../db/polls.ts'
import { holdsOffice, isConsultant } from '../../domain/access/operations.ts'
import { type Result, success } from '../../domain/failures.ts'
import { daysOf } from '../../domain/intervals.ts'
import {
  BUSY_OF,
  type Candidate,
  checkAnswers,
  checkTakesAnswers,
  type GivenAnswer,
  type PollAnswer,
} from '../../domain/polls/poll.ts'
import { officeToday } from '../events/attendance.ts'
import { forbidden, notFound, reading, type Work, writing } from '../use-case.ts'
import { checkRoundTakesChanges, pollToRead } from './polls.ts'
import { type OfficeAnswersView, viewAnswers } from './views.ts'

interface OfficeKey {
  readonly id: string
  readonly authorityId: string
}

interface Asked {
  readonly poll: Poll
  readonly office: AskedOffice
}

/** An office of a poll, for those of that office and the consultant. */
const askedOffice = async (
  work: Work,
  { id, authorityId }: OfficeKey,
  lock: 'for-change' | 'none' = 'none',
): Promise<Result<Asked>> => {
  const poll = await pollToRead(work, id, lock)
  if (!poll.ok) return poll
  const office = poll.value.offices.find((each) => each.authorityId === authorityId)
  if (office === undefined) return notFound()
  const theirs = (await officeToday(work, authorityId)).some((each) => holdsOffice(work.actor, each))
  if (!theirs && !isConsultant(work.actor))
    return forbidden(
      "An authority's own office, or the consultant on its behalf, answers and sees what it did.",
    )
  return success({ poll: poll.value, office })
}

/** What one office answered. */
export const readAnswers = reading<OfficeKey, Asked, OfficeAnswersView>({
  authorise: (work, input) => askedOffice(work, input),
  run: async (work, _input, { poll, office }) => success(await viewAnswers(work, poll, office)),
})

/** What each answer's commitment is called. */
const TITLES: Readonly<Record<PollAnswer, string>> = { yes: 'Yes', 'if-need-be': 'Only if need be', no: 'No' }

/**
 * An office, or the consultant on its behalf, answers about as many dates as it likes; the others stay, or become,
 * unanswered. Each answer is a commitment of the office's calendar; one that stays the same is untouched.
 */
export const changeAnswers = writing<
  OfficeKey & { readonly answers: readonly GivenAnswer[] },
  Asked,
  OfficeAnswersView
>({
  authorise: (work, input) => askedOffice(work, input, 'for-change'),
  run: async (work, { id, authorityId, answers }, { poll, office }) => {
    const same = work.unchanged(await viewAnswers(work, poll, office))
    if (!same.ok) return same
    const going = await checkRoundTakesChanges(work, poll)
    if (!going.ok) return going
    const open = checkTakesAnswers(poll.state)
    if (!open.ok) return open
    const sound = checkAnswers(answers, poll.candidates)
    if (!sound.ok) return sound
    await replaceAnswers(work, poll, office, answers)
    const by = { answeredBy: work.actor.personId, answeredAt: work.now }
    await writeAnsweredBy(work.trx, id, office, by)
    work.record('availability-poll', id, { authorityId, answers })
    const after = await askedOffice(work, { id, authorityId })
    return after.ok ? success(await viewAnswers(work, after.value.poll, after.value.office)) : after
  },
})

const replaceAnswers = async (
  work: Work,
  poll: Poll,
  { authorityId, calendarId }: AskedOffice,
  answers: readonly GivenAnswer[],
): Promise<void> => {
  const before = poll.answers.filter((each) => each.authorityId === authorityId)
  const isIn = (list: readonly GivenAnswer[]) => (each: GivenAnswer) =>
    list.some((other) => other.candidateId === each.candidateId && other.answer === each.answer)
  for (const gone of before.filter((each) => !isIn(answers)(each))) await deletePollAnswer(work.trx, gone)
  const added = answers.filter((each) => !isIn(before)(each))
  const commitments = added.flatMap(({ candidateId, answer }) =>
    poll.candidates
      .filter(({ id }) => id === candidateId)
      .map((candidate) => commitmentOf(candidate, answer)),
  )
  if (calendarId === null) throw new Error(`the open poll ${poll.id} has no calendar of ${authorityId}`)
  const ids = await insertCommitments(work.trx, poll.regionId, calendarId, commitments, work.now)
  await insertPollAnswers(
    work.trx,
    poll,
    added.map((each, index) => ({ ...each, authorityId, commitmentId: ids[index] ?? null })),
  )
}

const commitmentOf = ({ occasion, span }: Candidate, answer: PollAnswer): NewCommitment => ({
  title: TITLES[answer],
  span,
  wholeDays: occasion.startTime === null ? daysOf(occasion) : null,
  busy: BUSY_OF[answer],
  authorityIds: [],
})
