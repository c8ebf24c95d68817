/** Something that the service does again and again, by itself. */
export interface Task {
  /** For people who read the log. */
  readonly name: string
  /** How long it rests between the end of one run and the beginning of the next, in seconds. */
  readonly everySeconds: number
  /** Does it once. It may run at the same time in another process: what must be done once, it claims in the database. One that takes long ends early when `stopped`. */
  readonly run: (stopped: AbortSignal) => Promise<unknown>
}

/** Tasks that are running; `stop` begins none any more and waits for those that have begun. */
export interface Jobs {
  stop(): Promise<void>
}

/**
 * Timers over work that waits in the tables of its own concern (a calendar's `next_at`, a disturbance), where it is
 * claimed too. pg-boss was tried in their place: idle with one queue it sent 103 statements a minute, on an embedded
 * database that serves one at a time, and put 47 relations beside ours, while what people are shown of a poll (its
 * failures, when it comes next) would still be kept in a table of our own, for the two to agree about.
 *
 * Runs tasks until they are stopped, each first at once and never twice at the same time here. One that fails is
 * told to `onFailure` and runs again in its turn; it holds up no other. Waiting keeps no process alive.
 */
export const startJobs = (
  tasks: readonly Task[],
  onFailure: (task: string, error: unknown) => void,
): Jobs => {
  const stopping = new AbortController()
  const running = tasks.map((task) => repeat(task, stopping.signal, onFailure))
  return {
    stop: async () => {
      stopping.abort()
      await Promise.all(running)
    },
  }
}

const repeat = async (
  { name, everySeconds, run }: Task,
  stopped: AbortSignal,
  onFailure: (task: string, error: unknown) => void,
): Promise<void> => {
  while (!stopped.aborted) {
    try {
      await run(stopped)
    } catch (error) {
      onFailure(name, error)
    }
    await rest(everySeconds, stopped)
  }
}

/** Waits for some seconds, or until it is stopped. */
const rest = (seconds: number, stopped: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (stopped.aborted) return resolve()
    const end = () => {
      clearTimeout(timer)
      stopped.removeEventListener('abort', end)
      resolve()
    }
    const timer = setTimeout(end, seconds * 1000)
    timer.unref()
    stopped.addEventListener('abort', end)
  })
