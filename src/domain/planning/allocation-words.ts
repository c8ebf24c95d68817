import { capitalised, countOf } from '../words.ts'

const figure = (value: number): string => value.toLocaleString('en-GB', { maximumFractionDigits: 2 })

/** An allocation as a consultant reads it: whether another could suit better, and how well this one does. */
export const allocationInWords = (
  { total, worst, pairs }: { readonly total: number; readonly worst: number; readonly pairs: number },
  { isOptimal, isWorstFirst }: { readonly isOptimal: boolean; readonly isWorstFirst: boolean },
): string => {
  const aim = isWorstFirst ? ', the least suitable pair first' : ''
  const best = isOptimal ? `No other allocation suits better${aim}.` : 'Another allocation could suit better.'
  return `${best} ${capitalised(countOf(pairs, 'pair'))} of a moderator and a paper suit ${figure(total)} in all, ${figure(worst)} the least.`
}

/** What an allocation with somebody else's wish would be beside the one that there is. */
export const insteadInWords = (less: number, papers: number): string => {
  const suits = less > 0 ? `${figure(less)} less` : less < 0 ? `${figure(-less)} more` : 'as much'
  return `It could be so: the best allocation then suits ${suits} in all, and ${countOf(papers, 'self-assessment has', 'self-assessments have')} other moderators.`
}
