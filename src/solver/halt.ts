import type { PlanProgress } from '../domain/planning/plan.ts'

/** What ends a solve before it is done: somebody's wish, or its time. */
export interface Halt {
  isDue(): boolean
  /** Seconds that are left, for what cannot ask while it works; more than zero. */
  secondsLeft(): number
}

/** Never ends anything. */
export const NO_HALT: Halt = { isDue: () => false, secondsLeft: () => Number.POSITIVE_INFINITY }

/**
 * A solving thread reads no messages, so the wish to stop is a number in shared memory; the time is counted from here.
 */
export const haltOn = (stopped: Int32Array, seconds: number): Halt => {
  const end = performance.now() + seconds * 1000
  return {
    isDue: () => Atomics.load(stopped, 0) !== 0 || performance.now() >= end,
    secondsLeft: () => Math.max(0.01, (end - performance.now()) / 1000),
  }
}

/** What every job works under. */
export interface Solving {
  readonly halt: Halt
  /** The same facts with the same seed give the same outcome, unless it was ended before. */
  readonly seed: number
  /** Whether the first plan found is as good as the best: asked when only whether there is one matters. */
  readonly isAnyEnough?: boolean
  onProgress?(progress: PlanProgress): void
}
