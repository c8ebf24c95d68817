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
 * A reader that reads each file in a process of its own, in UTC, without the service’s environment, without leave to
 * write files or start processes, and within limits; what goes beyond them is refused as too large, and the service
 * goes on. Files wait their turn.
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
      return inTurn(() => readApart(file, options, limits))
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

const readApart = (
  file: Buffer,
  { window, zone }: ReadingOptions,
  limits: ReadingLimits,
): Promise<Result<CalendarReading>> =>
  new Promise((resolve) => {
    const flags = [`--max-old-space-size=${limits.megabytes}`, '--max-semi-space-size=4', '--no-warnings']
    const leave = ['--permission', '--allow-fs-read=*']
    const child = spawn(process.execPath, [...flags, ...leave, CHILD], {
      env: { TZ: 'UTC' },
      stdio: ['pipe', 'pipe', 'ignore'],
    })
    const answer: Buffer[] = []
    let size = 0
    let late = false
    const timer = setTimeout(() => {
      late = true
      child.kill('SIGKILL')
    }, limits.milliseconds)
    child.stdout.on('data', (part: Buffer) => {
      size += part.length
      if (size > LARGEST_ANSWER) child.kill('SIGKILL')
      else answer.push(part)
    })
    const end = (outcome: Result<CalendarReading>) => {
      clearTimeout(timer)
      resolve(outcome)
    }
    child.on('error', () => end(failure('unavailable', 'Calendar files cannot be read just now: try again later.')))
    child.on('close', (code) => {
      if (code === 0) end(answerOf(Buffer.concat(answer).toString()))
      else end(failure('too-large', late ? TOO_LONG : TOO_MUCH))
    })
    // A process that ends early reads no further; what it says, or that it failed, is in its end.
    child.stdin.on('error', () => {})
    const request = { from: window.from.toISOString(), until: window.until.toISOString(), zone }
    child.stdin.write(`${JSON.stringify(request)}\n`)
    child.stdin.end(file)
  })

const TOO_LONG = 'The calendar file takes too long to read.'
const TOO_MUCH = 'The calendar file takes too much to read: more memory than a calendar should.'

/** The outcome as the child wrote it, its instants as dates again. */
const answerOf = (text: string): Result<CalendarReading> =>
  JSON.parse(text, (key, value) => (key === 'from' || key === 'until' ? new Date(value) : value))
