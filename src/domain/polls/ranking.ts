import type { Candidate, GivenAnswer, PollAnswer } from './poll.ts'

/** What one of the offices that were asked answered about one date. */
export interface OfficeAnswer extends GivenAnswer {
  readonly authorityId: string
}

/** One date with what was answered about it. */
export interface Tally<C extends Candidate = Candidate> {
  readonly candidate: C
  readonly counts: Readonly<Record<PollAnswer, number>>
  /** Those asked that have not answered about it, in the order asked. */
  readonly notAnswered: readonly string[]
}

/** What was answered about one date by those who were asked; what others answered is passed over. */
export const tally = <C extends Candidate>(
  candidate: C,
  asked: readonly string[],
  answers: readonly OfficeAnswer[],
): Tally<C> => {
  const about = new Map(
    answers
      .filter(({ candidateId }) => candidateId === candidate.id)
      .map(({ authorityId, answer }) => [authorityId, answer]),
  )
  const count = (answer: PollAnswer) => asked.filter((id) => about.get(id) === answer).length
  return {
    candidate,
    counts: { yes: count('yes'), 'if-need-be': count('if-need-be'), no: count('no') },
    notAnswered: asked.filter((id) => !about.has(id)),
  }
}

/**
 * The dates with their answers, best first: those to which everybody said yes, then by the fewest that said no, by
 * the most that can come at all, by the most that said yes, and by the time they begin. Silence is no yes.
 */
export const rank = <C extends Candidate>(
  candidates: readonly C[],
  asked: readonly string[],
  answers: readonly OfficeAnswer[],
): Tally<C>[] =>
  candidates
    .map((candidate) => tally(candidate, asked, answers))
    .toSorted(
      (a, b) =>
        Number(isUnanimous(b)) - Number(isUnanimous(a)) ||
        a.counts.no - b.counts.no ||
        canCome(b) - canCome(a) ||
        b.counts.yes - a.counts.yes ||
        a.candidate.span.from.getTime() - b.candidate.span.from.getTime() ||
        a.candidate.span.until.getTime() - b.candidate.span.until.getTime() ||
        (a.candidate.id < b.candidate.id ? -1 : 1),
    )

const canCome = ({ counts }: Tally): number => counts.yes + counts['if-need-be']

/** Whether everybody asked said yes. */
export const isUnanimous = ({ counts, notAnswered }: Tally): boolean =>
  counts.no === 0 && counts['if-need-be'] === 0 && notAnswered.length === 0

/** Those asked that have not answered about every date, in the order asked. */
export const waitingFor = (asked: readonly string[], tallies: readonly Tally[]): string[] =>
  asked.filter((id) => tallies.some(({ notAnswered }) => notAnswered.includes(id)))
