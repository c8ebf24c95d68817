import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import { OutOfMemory, type Solve, type SolveLimits } from '../domain/planning/solver.ts'
import type { JobName, Jobs } from './jobs.ts'
import type { Order, Said } from './worker.ts'

/** After being asked to stop it may finish the step it is in; then it is ended from outside, in milliseconds. */
const PATIENCE = 10_000

/** A thread's heap, in megabytes: 198 directors, the most that were tried, take half of it in all. */
const MOST_HEAP = 1024

/**
 * Starts a solve in a thread of its own, so that whoever started it goes on answering. The thread ends with the solve,
 * and gives back all its memory: WebAssembly never gives any back while it lives. Rejects where the thread fails.
 */
export const startSolve = <J extends JobName>(
  job: J,
  given: Jobs[J]['given'],
  { seed, seconds, onProgress }: SolveLimits,
  mostHeap = MOST_HEAP,
): Solve<Jobs[J]['outcome']> => {
  const stopped = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT))
  const workerData: Order<J> = { job, given, seed, seconds, stopped }
  const resourceLimits = { maxOldGenerationSizeMb: mostHeap }
  const thread = new Worker(new URL('./worker.ts', import.meta.url), { workerData, resourceLimits })
  let impatience: NodeJS.Timeout | undefined
  const outcome = new Promise<Jobs[J]['outcome']>((resolve, reject) => {
    thread.on('message', (said: Said) => {
      if ('progress' in said) onProgress?.(said.progress)
      else resolve(said.outcome as Jobs[J]['outcome'])
    })
    thread.on('error', (error) => reject(isOutOfMemory(error) ? new OutOfMemory(error.message) : error))
    void once(thread, 'exit').then(
      ([code]) => reject(new Error(`The solving thread ended with ${code}.`)),
      reject,
    )
  }).finally(() => {
    clearTimeout(impatience)
    void thread.terminate()
  })
  return {
    outcome,
    stop: () => {
      Atomics.store(stopped, 0, 1)
      impatience ??= setTimeout(() => void thread.terminate(), PATIENCE)
    },
  }
}

/** Of the thread's heap, as Node.js says it, or of WebAssembly's memory, as Emscripten does. */
const isOutOfMemory = (error: Error & { readonly code?: string }): boolean =>
  error.code === 'ERR_WORKER_OUT_OF_MEMORY' || /out of memory|\bOOM\b/i.test(error.message)
