/** What participants score, from 1 to 5. */
export const QUESTIONS = ['preparation', 'challenge', 'usefulness'] as const

export type Question = (typeof QUESTIONS)[number]

/** What one participant thought of an event. */
export type Feedback = Readonly<Record<Question, number>> & { readonly words: string | null }

/** What several thought, without who. */
export interface FeedbackSummary {
  /** How many said something. */
  readonly answers: number
  /** The averages to one decimal; null while so few answered that it could be told who said what. */
  readonly scores: Readonly<Record<Question, number>> | null
  /** What was written, by the alphabet, which tells nothing of whom or when; null like the scores. */
  readonly words: readonly string[] | null
}

/** Feedback as its readers see it: below `fewest` answers only that there are some. */
export const summarise = (
  answers: number,
  given: readonly Feedback[] | null,
  fewest: number,
): FeedbackSummary => {
  if (given === null || given.length === 0 || answers < fewest) return { answers, scores: null, words: null }
  const average = (question: Question) =>
    Math.round((given.reduce((sum, each) => sum + each[question], 0) / given.length) * 10) / 10
  return {
    answers,
    scores: {
      preparation: average('preparation'),
      challenge: average('challenge'),
      usefulness: average('usefulness'),
    },
    words: given.flatMap(({ words }) => words ?? []).toSorted(),
  }
}
