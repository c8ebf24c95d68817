import type { Solver } from '../domain/planning/solver.ts'
import { startSolve } from './thread.ts'

/** The solver of plans: each solve has a thread of its own. */
export const threadedSolver: Solver = {
  plan: (problem, limits) => startSolve('plan', problem, limits),
  whyNone: (problem, limits) => startSolve('why-none', problem, limits),
  whyNot: (question, limits) => startSolve('why-not', question, limits),
  rotation: (problem, limits) => startSolve('rotation', problem, limits),
  challengers: (problem, limits) => startSolve('directed', problem, limits),
  allocation: (problem, limits) => startSolve('allocation', problem, limits),
  visits: (problem, limits) => startSolve('visits', problem, limits),
}
