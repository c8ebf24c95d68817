import { loadNames } from '../../db/names.ts'
import type { StoredRotation } from '../../db/rotations.ts'
import type { Cost } from '../../domain/planning/costing.ts'
import type { DatedRotation, FirstYear } from '../../domain/planning/first-year.ts'
import { isEnded, type PlanState } from '../../domain/planning/progress.ts'
import type { MissingYear } from '../../domain/planning/rotation.ts'
import { rotationStateOf } from '../../domain/planning/rotation-state.ts'
import { mostInWords, rotationInWords } from '../../domain/planning/rotation-words.ts'
import { type PlannedEventView, viewerOfEvents } from '../plans/views.ts'
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
  /** Null where no round was named, or there is no year. */
  readonly firstYear: FirstYearView | null
}

/** The first year as its round would hold it, or why it finds no dates there. */
export interface FirstYearView extends Pick<FirstYear, 'among' | 'because'> {
  readonly events: readonly PlannedEventView[]
  readonly cost: Cost | null
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
  const { id: regionId, timezone: zone } = regionOf(work)
  const names = { ...(await loadNames(work.trx, regionId)), zone }
  return rotations.map((stored) => {
    const { solve, problem } = stored
    const outcome = solve.outcome as DatedRotation | null
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
      result: outcome && resultOf(stored, outcome, names),
    }
  })
}

const resultOf = (
  { problem, seats }: StoredRotation,
  rotation: DatedRotation,
  names: Parameters<typeof viewerOfEvents>[1],
): RotationResultView => {
  const seatOf = new Map(
    seats.map(({ id, name, authorityIds }) => [
      id,
      {
        id,
        name,
        authorities: authorityIds.map((each) => ({ id: each, name: names.authorities[each] ?? '' })),
      },
    ]),
  )
  const { repeatFree, most, years, missing, firstYear } = rotation
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
    firstYear: firstYear && {
      among: firstYear.among,
      because: firstYear.because,
      events: firstYear.plan ? viewerOfEvents({ seats }, names)(firstYear.plan) : [],
      cost: firstYear.plan?.cost ?? null,
    },
  }
}
