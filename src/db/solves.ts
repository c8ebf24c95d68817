import { sql } from 'kysely'
import type { Wish } from '../domain/planning/explanation.ts'
import type { PlanProgress } from '../domain/planning/plan.ts'
import type { SolveKind, SolveState } from '../domain/planning/progress.ts'
import type { Handle } from './database.ts'

/** One solve. */
export interface Solve extends PlanProgress {
  readonly id: string
  readonly regionId: string
  readonly kind: SolveKind
  /** Of a plan, and of a question about it; null for what else is solved. */
  readonly planId: string | null
  /** Of a question; null for all else. */
  readonly wish: Wish | null
  readonly state: SolveState
  /** Whether somebody asked it to stop. */
  readonly stopped: boolean
  /** How often a process has begun it. */
  readonly tries: number
  readonly lease: string | null
  readonly startedAt: Date | null
  readonly endedAt: Date | null
  readonly outcome: unknown
  readonly failure: string | null
}

const selectSolves = (trx: Handle) => trx.selectFrom('solve').selectAll('solve')

type SolveRow = Omit<
  Awaited<ReturnType<ReturnType<typeof selectSolves>['executeTakeFirstOrThrow']>>,
  'leaseEndsAt' | 'createdAt'
>

const solveOf = (row: SolveRow): Solve => ({
  id: row.id,
  regionId: row.regionId,
  kind: row.kind as SolveKind,
  planId: row.planId,
  wish: row.wish as Wish | null,
  state: row.state as SolveState,
  stopped: row.stopped,
  tries: row.tries,
  lease: row.lease,
  bound: row.bound,
  best: row.best,
  startedAt: row.startedAt,
  endedAt: row.endedAt,
  outcome: row.outcome,
  failure: row.failure,
})

/** What is read of a solve beside what it makes; `solveBeside` says what it means. */
export const SOLVE_COLUMNS = [
  'solve.id as solveId',
  'solve.kind',
  'solve.planId',
  'solve.wish',
  'solve.state',
  'solve.stopped',
  'solve.tries',
  'solve.lease',
  'solve.bound',
  'solve.best',
  'solve.startedAt',
  'solve.endedAt',
  'solve.outcome',
  'solve.failure',
] as const

/** The solve of a row with `SOLVE_COLUMNS`, whose own id is that of what is made. */
export const solveBeside = (row: SolveRow & { readonly solveId: string }): Solve =>
  solveOf({ ...row, id: row.solveId })

export const findSolve = async (trx: Handle, id: string): Promise<Solve | null> => {
  const row = await selectSolves(trx).where('id', '=', id).executeTakeFirst()
  return row ? solveOf(row) : null
}

/** A solve that is a question about a plan. */
export const findQuestion = async (trx: Handle, id: string): Promise<Solve | null> => {
  const row = await selectSolves(trx).where('id', '=', id).where('wish', 'is not', null).executeTakeFirst()
  return row ? solveOf(row) : null
}

/** A question that waits for its answer. */
export const insertQuestion = async (
  trx: Handle,
  { wish, ...of }: { readonly regionId: string; readonly planId: string; readonly wish: Wish },
  now: Date,
): Promise<string> => insertSolve(trx, { ...of, kind: 'question', wish: JSON.stringify(wish) }, now)

/** Something that waits to be solved. */
export const insertSolve = async (
  trx: Handle,
  of: {
    readonly regionId: string
    readonly kind: SolveKind
    readonly planId?: string
    readonly wish?: string
  },
  now: Date,
): Promise<string> => {
  const row = { ...of, state: 'waiting', createdAt: now }
  return (await trx.insertInto('solve').values(row).returning('id').executeTakeFirstOrThrow()).id
}

/** How many solves of a region have not ended. */
export const countOpenSolves = async (trx: Handle, regionId: string): Promise<number> => {
  const { count } = await trx
    .selectFrom('solve')
    .select((row) => row.fn.countAll<number>().as('count'))
    .where('regionId', '=', regionId)
    .where('state', 'in', ['waiting', 'solving'])
    .executeTakeFirstOrThrow()
  return Number(count)
}

/** Writes that solves which have been begun too often are given up: each time their process died. */
export const interruptSolves = async (
  trx: Handle,
  { now, most, failure }: { readonly now: Date; readonly most: number; readonly failure: string },
): Promise<void> => {
  await trx
    .updateTable('solve')
    .set({ state: 'interrupted', endedAt: now, failure, lease: null, leaseEndsAt: null })
    .where('state', '=', 'solving')
    .where('leaseEndsAt', '<=', now)
    .where('tries', '>=', most)
    .execute()
}

/**
 * Takes the solve that has waited longest, of any region that the transaction sees, for this process alone until
 * `leaseEndsAt`; null when none waits. One whose process has died, and so let its lease run out, waits again.
 */
export const claimSolve = async (
  trx: Handle,
  { now, leaseEndsAt }: { readonly now: Date; readonly leaseEndsAt: Date },
): Promise<Solve | null> => {
  const row = await trx
    .updateTable('solve')
    .set((column) => ({
      state: 'solving',
      tries: column('tries', '+', 1),
      lease: sql<string>`gen_random_uuid()`,
      leaseEndsAt,
      startedAt: now,
      bound: null,
      best: null,
    }))
    .where('id', '=', (due) =>
      due
        .selectFrom('solve')
        .select('id')
        .where((open) =>
          open.or([
            open('state', '=', 'waiting'),
            open.and([open('state', '=', 'solving'), open('leaseEndsAt', '<=', now)]),
          ]),
        )
        .orderBy('createdAt')
        .orderBy('id')
        .limit(1)
        .forUpdate()
        .skipLocked(),
    )
    .returningAll()
    .executeTakeFirst()
  return row ? solveOf(row) : null
}

/** A solve that this process has taken. */
export type Claimed = Pick<Solve, 'id' | 'lease'>

const held = (trx: Handle, { id, lease }: Claimed) =>
  trx.updateTable('solve').where('id', '=', id).where('lease', '=', lease).where('state', '=', 'solving')

/** Writes how far a solve is and keeps its lease; whether it was asked to stop, or null where it is another's now. */
export const reportProgress = async (
  trx: Handle,
  claimed: Claimed,
  { bound, best, leaseEndsAt }: PlanProgress & { readonly leaseEndsAt: Date },
): Promise<{ readonly stopped: boolean } | null> =>
  (await held(trx, claimed).set({ bound, best, leaseEndsAt }).returning('stopped').executeTakeFirst()) ?? null

/** Writes what came of a solve; false where it is another's now. */
export const endSolve = async (
  trx: Handle,
  claimed: Claimed,
  ended:
    | { readonly outcome: object; readonly progress: PlanProgress }
    | { readonly failure: string; readonly progress: PlanProgress },
  now: Date,
): Promise<boolean> => {
  const said =
    'outcome' in ended
      ? { state: 'done', outcome: JSON.stringify(ended.outcome) }
      : { state: 'failed', failure: ended.failure }
  const { numUpdatedRows } = await held(trx, claimed)
    .set({ ...said, ...ended.progress, endedAt: now, lease: null, leaseEndsAt: null })
    .executeTakeFirst()
  return numUpdatedRows > 0n
}

/** Gives a solve back that was begun, as if it had not been. */
export const releaseSolve = async (trx: Handle, claimed: Claimed): Promise<void> => {
  await held(trx, claimed)
    .set((column) => ({ state: 'waiting', tries: column('tries', '-', 1), lease: null, leaseEndsAt: null }))
    .execute()
}

/** Asks a solve to stop; one that nobody has begun ends at once, with `outcome`. */
export const stopSolve = async (trx: Handle, id: string, outcome: object, now: Date): Promise<void> => {
  await trx
    .updateTable('solve')
    .set({ stopped: true })
    .where('id', '=', id)
    .where('state', '=', 'solving')
    .execute()
  await trx
    .updateTable('solve')
    .set({ stopped: true, state: 'done', outcome: JSON.stringify(outcome), endedAt: now })
    .where('id', '=', id)
    .where('state', '=', 'waiting')
    .execute()
}
