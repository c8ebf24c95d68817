import type { Commitment } from '../calendars/calendar.ts'
import { type Fault, failure, fault, type Result, success } from '../failures.ts'
import { isSameOccasion, type LocalDate, type Occasion, type Span, spanOfOccasion } from '../intervals.ts'
import { dayInWords, occasionInWords } from '../words.ts'

/** What an office answers about one date. */
export const POLL_ANSWERS = ['yes', 'if-need-be', 'no'] as const

export type PollAnswer = (typeof POLL_ANSWERS)[number]

/** An open poll takes answers; a closed one may be opened again; a cancelled one counts no more. */
export const POLL_STATES = ['open', 'closed', 'cancelled'] as const

export type PollState = (typeof POLL_STATES)[number]

/** How many dates a poll may ask about. */
export const MOST_CANDIDATES = 60

/** One date that a poll asks about. */
export interface Candidate {
  readonly id: string
  readonly occasion: Occasion
  readonly span: Span
}

/** What an office answered about one date. */
export interface GivenAnswer {
  readonly candidateId: string
  readonly answer: PollAnswer
}

/** The time that an answer takes: a yes takes none, and says that the office was asked and is free. */
export const BUSY_OF: Readonly<Record<PollAnswer, Commitment['busy']>> = {
  yes: 'free',
  'if-need-be': 'busy',
  no: 'out-of-office',
}

/** Refuses, as `wrong-state`, any change of a cancelled poll: that is final. */
export const checkNotCancelled = (state: PollState): Result<null> =>
  state === 'cancelled'
    ? failure('wrong-state', 'This poll is cancelled: that is final. Make another one.')
    : success(null)

/** Whether a poll takes answers; refused as `wrong-state`. */
export const checkTakesAnswers = (state: PollState): Result<null> =>
  state === 'open'
    ? success(null)
    : failure('wrong-state', `This poll is ${state}: it takes no more answers.`)

/**
 * The spans of dates that are added to a poll, in their order: none of the past by the local day `today`, none
 * twice, none with a time that the clocks skip. All that is wrong is reported at once, as `invalid-request`, each
 * at `${pointer}/${index}`.
 */
export const spansOfCandidates = (
  added: readonly Occasion[],
  there: readonly Occasion[],
  { zone, today, pointer }: { readonly zone: string; readonly today: LocalDate; readonly pointer: string },
): Result<Span[]> => {
  const faults: Fault[] = []
  if (there.length + added.length > MOST_CANDIDATES)
    faults.push({ pointer, detail: `A poll asks about ${MOST_CANDIDATES} dates at most.` })
  const spans = added.flatMap((occasion, index): Span[] => {
    const at = `${pointer}/${index}`
    const span = spanOfOccasion(occasion, zone)
    if (!span.ok) {
      for (const { pointer: field, detail } of span.failure.faults ?? [])
        faults.push({ pointer: `${at}${field}`, detail })
      return []
    }
    if (occasion.date < today)
      faults.push({ pointer: `${at}/date`, detail: `${dayInWords(occasion.date)} is past.` })
    if ([...there, ...added.slice(0, index)].some((other) => isSameOccasion(other, occasion)))
      faults.push({ pointer: at, detail: `The poll asks about ${occasionInWords(occasion)} already.` })
    return [span.value]
  })
  const [first] = faults
  return first ? failure('invalid-request', first.detail, faults) : success(spans)
}

/** Whether offices can answer by a local day: not one that is past, nor one after the last of the dates. */
export const checkAnswerBy = (
  answerBy: LocalDate,
  candidates: readonly Occasion[],
  today: LocalDate,
): Result<null> => {
  const last = candidates.map(({ date }) => date).reduce((a, b) => (a > b ? a : b))
  if (answerBy < today) return fault('/answerBy', `${dayInWords(answerBy)} is past.`)
  return answerBy > last
    ? fault('/answerBy', `The last of the dates is ${dayInWords(last)}: ask for answers before it.`)
    : success(null)
}

/** Whether answers are about the poll's dates, each at most once; faults stand at `/answers/0` and so on. */
export const checkAnswers = (
  answers: readonly GivenAnswer[],
  candidates: readonly Pick<Candidate, 'id'>[],
): Result<null> => {
  const faults = answers.flatMap(({ candidateId }, index): Fault[] => {
    const pointer = `/answers/${index}/candidateId`
    if (!candidates.some(({ id }) => id === candidateId))
      return [{ pointer, detail: 'The poll asks about no such date.' }]
    const twice = answers.slice(0, index).some((other) => other.candidateId === candidateId)
    return twice ? [{ pointer, detail: 'This date is answered twice.' }] : []
  })
  const [first] = faults
  return first ? failure('invalid-request', first.detail, faults) : success(null)
}
