import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { CalendarReader, CalendarReading, ReadingOptions } from '../../domain/calendars/reading.ts'
import { failure, type Result } from '../../domain/failures.ts'

/** What one file may cost. */
export interface ReadingLimits {
  /** Of the file. */
  readonly bytes: number
  /** From the start of the process until its answer. */
  readonly milliseconds: number
  /** Of the process’s heap; Node itself takes some 60 beside it. */
  readonly megabytes: number
  /** How many processes at once; other files wait their turn. */
  readonly atOnce: number
}

const LIMITS: ReadingLimits = { bytes: 5 * 1024 * 1024, milliseconds: 10_000, megabytes: 112, atOnce: 2 }

/** An answer larger than this is none: 20,000 entries of the longest titles are smaller. */
const LARGEST_ANSWER = 64 * 1024 * 1024

const CHILD = fileURLToPath(new URL('./child.ts', import.meta.url))

/**
 * A reader that reads each file in a process of its own, in UTC, without the service’s environment, and within
 * limits; what goes beyond them is refused as too large, and the service goes on. Files wait their turn.
 */
export const createCalendarReader = (changed: Partial<ReadingLimits> = {}): CalendarReader => {
  const limits = { ...LIMITS, ...changed }
  const inTurn = turns(limits.atOnce)
  return {
    read: async (file, options) => {
      if (file.length > limits.bytes) {
        const most = Math.floor(limits.bytes / 1024 / 1024)
        return failure('too-large', `The calendar file is too large: ${most} MB at most.`)
      }
      const { result } = await inTurn(() => readApart(file, options, limits))
      return result
    },
  }
}

/** Runs what it is given, so many at once, in the order in which it was given. */
const turns = (atOnce: number) => {
  const waiting: (() => void)[] = []
  let running = 0
  return async <T>(work: () => Promise<T>): Promise<T> => {
    if (running >= atOnce) await new Promise<void>((resolve) => waiting.push(resolve))
    else running += 1
    try {
      return await work()
    } finally {
      const next = waiting.shift()
      // The turn is handed on, not given back, so that nobody who comes now slips in between.
      if (next) next()
      else running -= 1
    }
  }
}

/** How a file was read, and what it took. */
export interface ReadApart {
  readonly result: Result<CalendarReading>
  /** Whether the process answered, was too slow, ran out of memory or failed in a way of its own. */
  readonly ended: 'answered' | 'too-slow' | 'too-much' | 'failed'
  readonly seconds: number
  /** The most memory that the process held at once, Node included; null where it did not live to say. */
  readonly megabytes: number | null
}

/** Reads one file in a process of its own, at once. */
export const readApart = (
  file: Buffer,
  { window, zone }: ReadingOptions,
  limits: ReadingLimits = LIMITS,
): Promise<ReadApart> =>
  new Promise((resolve) => {
    const started = performance.now()
    const heap = [`--max-old-space-size=${limits.megabytes}`, '--max-semi-space-size=4']
    const child = spawn(process.execPath, [...heap, '--no-warnings', CHILD], {
      env: { TZ: 'UTC' },
      stdio: ['pipe', 'pipe', 'ignore'],
    })
    const answer: Buffer[] = []
    let size = 0
    let stopped: ReadApart['ended'] | null = null
    const stop = (why: ReadApart['ended']) => {
      stopped = why
      child.kill('SIGKILL')
    }
    const timer = setTimeout(() => stop('too-slow'), limits.milliseconds)
    child.stdout.on('data', (part: Buffer) => {
      size += part.length
      if (size > LARGEST_ANSWER) stop('too-much')
      else answer.push(part)
    })
    const end = (
      ended: ReadApart['ended'],
      result: Result<CalendarReading>,
      megabytes: number | null = null,
    ) => {
      clearTimeout(timer)
      resolve({ result, ended, seconds: (performance.now() - started) / 1000, megabytes })
    }
    child.on('error', () => end('failed', failure('unavailable', 'Calendar files cannot be read just now.')))
    child.on('close', (code) => {
      if (code === 0 && stopped === null) {
        const answered = answerOf(Buffer.concat(answer).toString())
        if (answered) return end('answered', answered.result, answered.kilobytes / 1024)
      }
      // Node ends with a signal, or a code above 128, when its heap is full; with 1 for an error of the reader’s own.
      const ended = stopped ?? (code === 0 || code === 1 ? 'failed' : 'too-much')
      end(ended, WHY[ended])
    })
    // A process that ends early reads no further; that it failed is in its end.
    child.stdin.on('error', () => {})
    const request = { from: window.from.toISOString(), until: window.until.toISOString(), zone }
    child.stdin.write(`${JSON.stringify(request)}\n`)
    child.stdin.end(file)
  })

const UNREADABLE = failure('invalid-request', 'The calendar file cannot be made sense of.')

const WHY: Record<ReadApart['ended'], Result<CalendarReading>> = {
  'too-slow': failure('too-large', 'The calendar file takes too long to read.'),
  'too-much': failure('too-large', 'The calendar file takes more memory to read than a calendar should.'),
  failed: UNREADABLE,
  answered: UNREADABLE,
}

/** What the child wrote, its instants as dates again; null where it broke off. */
const answerOf = (text: string): { result: Result<CalendarReading>; kilobytes: number } | null => {
  try {
    return JSON.parse(text, (key, value) => (key === 'from' || key === 'until' ? new Date(value) : value))
  } catch {
    return null
  }
}
