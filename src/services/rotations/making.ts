import { findRotationOfSolve } from '../../db/rotations.ts'
import type { Solver } from '../../domain/planning/solver.ts'
import type { Makers } from '../solving/solving.ts'
import { chooseFirstYear } from './first-year.ts'

/** How the years ahead are made by a solver. */
export const rotationMakers = (solver: Solver): Pick<Makers, 'rotation'> => ({
  rotation: async (making) => {
    const { claimed, transact, onProgress, follow } = making
    const rotation = await transact(({ trx }) => findRotationOfSolve(trx, claimed.id))
    if (rotation === null) throw new Error(`solve ${claimed.id} is of no rotation`)
    const { problem, seed, seconds } = rotation
    const outcome = await follow(solver.rotation(problem, { seed, seconds, onProgress }))
    const dated = outcome && (await chooseFirstYear(making, solver, rotation, outcome))
    return dated && { outcome: dated }
  },
})
