import { loadNames } from '../../db/names.ts'
import type { StoredRotation } from '../../db/rotations.ts'
import { isEnded, type PlanState } from '../../domain/planning/progress.ts'
import type { MissingYear, Rotation } from '../../domain/planning/rotation.ts'
import { rotationStateOf } from '../../domain/planning/rotation-state.ts'
import { mostInWords, rotationInWords } from '../../domain/planning/rotation-words.ts'
import { regionOf, type Work } from '../use-case.ts'

interface Named {
  readonly id: string
  readonly name: string
}

interface SeatView extends Named {
  readonly authorities: readonly Named[]
}

/** What came of a rotation. */
export interface RotationResultView {
  readonly repeatFreeYears: number
  readonly most: { readonly years: number; readonly because: string }
  readonly inWords: string
  readonly years: readonly {
    readonly year: number
    readonly groups: readonly { readonly seats: readonly SeatView[] }[]
    readonly repeats: number
    readonly fewestRepeats: number
  }[]
  readonly missing: MissingYear | null
}

/** A rotation as the consultant sees it. */
export interface RotationView
  extends Pick<StoredRotation, 'id' | 'request' | 'seed' | 'seconds' | 'createdAt' | 'history'> {
  readonly state: PlanState
  readonly isEnded: boolean
  readonly stopped: boolean
  readonly tries: number
  /** Years without a repeat: found so far, and the most that there can be. */
  readonly progress: { readonly found: number | null; readonly most: number | null }
  /** Since it was begun. */
  readonly elapsed: number | null
  readonly startedAt: Date | null
  readonly endedAt: Date | null
  readonly failure: string | null
  readonly directors: number
  /** How many years are planned, as asked for or as there may be. */
  readonly wanted: number
  readonly result: RotationResultView | null
}

/** Rotations with all that came of them. */
export const viewRotations = async (
  work: Work,
  rotations: readonly StoredRotation[],
): Promise<RotationView[]> => {
  const { authorities } = await loadNames(work.trx, regionOf(work).id)
  return rotations.map((stored) => {
    const { solve, problem } = stored
    const outcome = solve.outcome as Rotation | null
    const state = rotationStateOf(solve.state, outcome)
    return {
      ...stored,
      state,
      isEnded: isEnded(state),
      stopped: solve.stopped,
      tries: solve.tries,
      progress: {
        found: outcome?.repeatFree ?? solve.best,
        most: outcome?.most.years ?? solve.bound,
      },
      elapsed: solve.startedAt && ((solve.endedAt ?? work.now).getTime() - solve.startedAt.getTime()) / 1000,
      startedAt: solve.startedAt,
      endedAt: solve.endedAt,
      failure: solve.failure,
      directors: problem.seats.length,
      wanted: problem.years,
      result: outcome && resultOf(stored, outcome, authorities),
    }
  })
}

const resultOf = (
  { problem, seats }: StoredRotation,
  rotation: Rotation,
  names: Readonly<Record<string, string>>,
): RotationResultView => {
  const seatOf = new Map(
    seats.map(({ id, name, authorityIds }) => [
      id,
      { id, name, authorities: authorityIds.map((each) => ({ id: each, name: names[each] ?? '' })) },
    ]),
  )
  const { repeatFree, most, years, missing } = rotation
  return {
    repeatFreeYears: repeatFree,
    most: { years: most.years, because: mostInWords(problem, most) },
    inWords: rotationInWords(problem, rotation),
    years: years.map(({ groups, repeats, fewest }, at) => ({
      year: at + 1,
      groups: groups.map((group) => ({ seats: group.flatMap((id) => seatOf.get(id) ?? []) })),
      repeats,
      fewestRepeats: fewest,
    })),
    missing,
  }
}
