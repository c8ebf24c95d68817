import type { Solve } from '../../db/solves.ts'
import { isEnded, type PlanState } from '../../domain/planning/progress.ts'

/** How far something that is solved is, or was. */
export interface ProgressView {
  readonly state: PlanState
  readonly isEnded: boolean
  readonly stopped: boolean
  readonly tries: number
  readonly bound: number | null
  readonly best: number | null
  /** What a better one could save at most; null while either is unknown. */
  readonly gap: number | null
  /** Since it was begun. */
  readonly seconds: number | null
}

/**
 * How far a solve is at a moment, by the state that it has for people and what is proven of the best that it has: what
 * is optimal has no gap, whatever the last digits say.
 */
export const progressView = (
  { stopped, tries, startedAt, endedAt }: Solve,
  {
    state,
    bound,
    best,
    isOptimal = false,
  }: Pick<ProgressView, 'state' | 'bound' | 'best'> & { readonly isOptimal?: boolean },
  now: Date,
): ProgressView => ({
  state,
  isEnded: isEnded(state),
  stopped,
  tries,
  bound,
  best,
  gap: isOptimal ? 0 : bound === null || best === null ? null : Math.max(0, best - bound),
  seconds: startedAt && ((endedAt ?? now).getTime() - startedAt.getTime()) / 1000,
})
