import { type Database, inTransaction } from '../../db/database.ts'
import { findRegion } from '../../db/people.ts'
import {
  claimSolve,
  endSolve,
  interruptSolves,
  releaseSolve,
  reportProgress,
  type Solve as StoredSolve,
} from '../../db/solves.ts'
import type { PlanProgress } from '../../domain/planning/plan.ts'
import type { SolveKind } from '../../domain/planning/progress.ts'
import { OutOfMemory, type Solve } from '../../domain/planning/solver.ts'
import { inRegion } from '../background.ts'
import type { Region, Work } from '../use-case.ts'

/** Solves what waits, of all regions, with any number of processes. */
export interface Solving {
  /** Begins what waits, as far as there is room for it here, and returns how many. Throws what a solve failed with. */
  look(): Promise<number>
  /** Resolves when nothing is being solved here. */
  idle(): Promise<void>
  /** Begins nothing any more and gives back what is being solved, for another process to begin anew. */
  close(): Promise<void>
}

export interface SolvingSettings {
  /** So many are solved at once in this process; each takes a processor and some 300 MB. */
  readonly atOnce: number
  /** How often a solve writes how far it is, in milliseconds. */
  readonly beat: number
}

const DEFAULTS: SolvingSettings = { atOnce: 2, beat: 1000 }

/** Without a beat for so long, a solve's process has died. */
const LEASE_SECONDS = 30

/** A solve whose process died so often is not begun again: it may be what they died of. */
const MOST_TRIES = 3

const INTERRUPTED = `The service ended ${MOST_TRIES} times while this was being solved. Ask for it again.`

/** A solve that this process has taken, and how far it is. */
interface AtWork {
  readonly region: Region
  readonly claimed: StoredSolve
  readonly track: { at: PlanProgress }
}

/** What came of a solve, or why nothing did. */
export type Ended = { readonly outcome: object } | { readonly failure: string }

/** What a solve has while it is made. */
export interface Making {
  readonly claimed: StoredSolve
  /** Runs in a transaction of its own, in the region of the solve. */
  transact<T>(run: (work: Work) => Promise<T>): Promise<T>
  readonly onProgress: (at: PlanProgress) => void
  /** What comes of a solver's work, while all who ask are told how far it is; null where it is not ours any more. */
  follow<T extends object>(solve: Solve<T>): Promise<T | null>
}

/** How each kind of solve is made; null where it is another process's now. */
export type Makers = Readonly<Record<SolveKind, (making: Making) => Promise<Ended | null>>>

/** Solving over every region of a database. */
export const createSolving = (
  database: Database,
  now: () => Date,
  makers: Makers,
  settings: Partial<SolvingSettings> = {},
): Solving => {
  const { atOnce, beat } = { ...DEFAULTS, ...settings }
  const running = new Set<Promise<void>>()
  const errors: unknown[] = []
  const closing = new AbortController()
  const closed = new Promise<'closed'>((resolve) =>
    closing.signal.addEventListener('abort', () => resolve('closed')),
  )
  const everywhere = <T>(run: Parameters<typeof inTransaction<T>>[2]) =>
    inTransaction(database, { regionId: '*', personId: null, now: now() }, run)
  const leaseEndsAt = () => new Date(now().getTime() + LEASE_SECONDS * 1000)

  const claimNext = () =>
    everywhere(async (trx) => {
      await interruptSolves(trx, { now: now(), most: MOST_TRIES, failure: INTERRUPTED })
      const claimed = await claimSolve(trx, { now: now(), leaseEndsAt: leaseEndsAt() })
      const region = claimed && (await findRegion(trx, claimed.regionId))
      return claimed && region ? { claimed, region } : null
    })

  /** What comes of a solve, told how far it is while it is at work; null where it is not ours any more. */
  const follow = async <T extends object>(
    { region, claimed, track }: AtWork,
    solve: Solve<T>,
  ): Promise<T | null> => {
    const ended = solve.outcome.then((outcome) => ({ outcome }))
    ended.catch(() => {})
    try {
      for (;;) {
        const first = await Promise.race([ended, closed, after(beat)])
        if (typeof first === 'object') return first.outcome
        if (first === 'closed') return null
        const held = await inRegion(database, region, now(), ({ trx }) =>
          reportProgress(trx, claimed, { ...track.at, leaseEndsAt: leaseEndsAt() }),
        )
        if (held === null) return null
        if (held.stopped) solve.stop()
      }
    } finally {
      solve.stop()
    }
  }

  const endOf = async (work: AtWork): Promise<Ended | null> => {
    const { region, claimed } = work
    const make = makers[claimed.kind]
    return make({
      claimed,
      transact: (run) => inRegion(database, region, now(), run),
      onProgress: (at) => {
        work.track.at = finite(at)
      },
      follow: (solve) => follow(work, solve),
    })
  }

  const write = ({ region, claimed, track }: AtWork, ended: Ended): Promise<boolean> =>
    inRegion(database, region, now(), ({ trx }) =>
      endSolve(trx, claimed, { ...ended, progress: track.at }, now()),
    )

  /** A solver that fails does not fail for ever: the solve ends, and whoever looks next hears of it. */
  const run = async (work: AtWork): Promise<void> => {
    const { region, claimed } = work
    try {
      const ended = await endOf(work)
      if (ended !== null) await write(work, ended)
      else if (closing.signal.aborted)
        await inRegion(database, region, now(), ({ trx }) => releaseSolve(trx, claimed))
    } catch (error) {
      errors.push(error)
      await write(work, { failure: error instanceof OutOfMemory ? TOO_LARGE : 'The solver failed.' }).catch(
        (another) => errors.push(another),
      )
    }
  }

  return {
    look: async () => {
      let begun = 0
      while (!closing.signal.aborted && running.size < atOnce) {
        const next = await claimNext()
        if (next === null) break
        const work = run({ ...next, track: { at: NOTHING } }).finally(() => running.delete(work))
        running.add(work)
        begun++
      }
      if (errors.length > 0) throw errors.shift()
      return begun
    },
    idle: async () => {
      while (running.size > 0) await Promise.all(running)
    },
    close: async () => {
      closing.abort()
      await Promise.all(running)
    },
  }
}

const TOO_LARGE =
  'The solver needed more memory than it may have. Ask for less at a time: fewer dates, or a part of the region.'

const NOTHING: PlanProgress = { bound: null, best: null }

/** Nothing proven yet may be told as an infinite bound, which no row can hold. */
const finite = ({ bound, best }: PlanProgress): PlanProgress => ({
  bound: Number.isFinite(bound) ? bound : null,
  best: Number.isFinite(best) ? best : null,
})

const after = (milliseconds: number): Promise<'later'> =>
  new Promise((resolve) => setTimeout(() => resolve('later'), milliseconds).unref())
