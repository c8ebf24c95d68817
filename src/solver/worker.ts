import { parentPort, workerData } from 'node:worker_threads'
import type { PlanProgress } from '../domain/planning/plan.ts'
import { haltOn } from './halt.ts'
import { JOBS, type JobName, type Jobs } from './jobs.ts'

/** What the thread is told at its start. */
export interface Order<J extends JobName = JobName> {
  readonly job: J
  readonly given: Jobs[J]['given']
  readonly seed: number
  readonly seconds: number
  /** Not nought any more when somebody wishes it to stop. */
  readonly stopped: Int32Array
}

/** What the thread says: how far it is, again and again, and at last what came of it. */
export type Said = { readonly progress: PlanProgress } | { readonly outcome: unknown }

/** Nobody reads more often than this, in milliseconds. */
const PAUSE = 50

const say = (said: Said): void => parentPort?.postMessage(said)

const work = async <J extends JobName>({ job, given, seed, seconds, stopped }: Order<J>): Promise<void> => {
  let next = 0
  const onProgress = (progress: PlanProgress): void => {
    if (performance.now() < next) return
    next = performance.now() + PAUSE
    say({ progress })
  }
  say({ outcome: await JOBS[job](given, { halt: haltOn(stopped, seconds), seed, onProgress }) })
}

await work(workerData as Order)
