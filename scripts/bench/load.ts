/** Something to do again and again, as many at a time as `atOnce` says. */
export interface Task {
  readonly name: string
  readonly atOnce: number
  once(): Promise<void>
}

/** What a task came to. Times are of one call as its caller waits for it, in milliseconds. */
export interface Figures {
  readonly perSecond: number
  readonly p50: number
  readonly p99: number
}

/** How long each task is measured: `slices` times `sliceMs`, after a first slice that does not count. */
export interface Effort {
  readonly slices: number
  readonly sliceMs: number
}

/**
 * Measures tasks that are compared with each other: in slices by turns, so that whatever else the machine does
 * meets them all alike.
 */
export const measure = async (
  tasks: readonly Task[],
  { slices, sliceMs }: Effort,
): Promise<ReadonlyMap<Task, Figures>> => {
  const taken = new Map(tasks.map((task) => [task, { waits: [] as number[], seconds: 0 }]))
  for (let slice = 0; slice <= slices; slice++) {
    for (const [task, total] of taken) {
      const started = performance.now()
      const waits = await repeat(task, started + sliceMs)
      if (slice === 0) continue
      // One by one: as arguments, a hundred thousand of them would be too many.
      for (const wait of waits) total.waits.push(wait)
      total.seconds += (performance.now() - started) / 1000
    }
  }
  return new Map([...taken].map(([task, { waits, seconds }]) => [task, figuresOf(waits, seconds)]))
}

const repeat = async ({ atOnce, once }: Task, until: number): Promise<number[]> => {
  const waits: number[] = []
  const one = async () => {
    do {
      const started = performance.now()
      await once()
      waits.push(performance.now() - started)
    } while (performance.now() < until)
  }
  await Promise.all(Array.from({ length: atOnce }, one))
  return waits
}

const figuresOf = (waits: readonly number[], seconds: number): Figures => {
  const sorted = waits.toSorted((a, b) => a - b)
  return {
    perSecond: waits.length / seconds,
    p50: percentile(sorted, 0.5),
    p99: percentile(sorted, 0.99),
  }
}

/** The smallest of the sorted values that this share of them does not exceed. */
export const percentile = (sorted: readonly number[], share: number): number =>
  sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN
