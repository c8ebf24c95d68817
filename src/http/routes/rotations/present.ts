import type { z } from 'zod'
import type { RotationResultView, RotationView } from '../../../services/rotations/views.ts'
import { presentPlannedEvent, presentSolved } from '../plans/present.ts'
import type { RotationSchema } from './schemas.ts'

type Wire = z.input<typeof RotationSchema>

export const presentRotation = (rotation: RotationView): Wire => ({
  id: rotation.id,
  state: rotation.state,
  isEnded: rotation.isEnded,
  stopped: rotation.stopped,
  tries: rotation.tries,
  progress: { found: rotation.progress.found, most: rotation.progress.most },
  seconds: rotation.elapsed,
  directors: rotation.directors,
  wanted: rotation.wanted,
  history: rotation.history.map(({ id, label, pairs }) => ({ round: { id, label }, pairs })),
  result: rotation.result && presentResult(rotation.result),
  failure: rotation.failure,
  request: { ...rotation.request },
  seed: rotation.seed,
  ...presentSolved(rotation),
})

const presentResult = ({
  repeatFreeYears,
  most,
  inWords,
  years,
  missing,
  firstYear,
}: RotationResultView): Wire['result'] => ({
  repeatFreeYears,
  most: { years: most.years, because: most.because },
  inWords,
  years: years.map(({ year, groups, repeats, fewestRepeats }) => ({
    year,
    groups: groups.map(({ seats }) => ({
      seats: seats.map(({ id, name, authorities }) => ({
        id,
        name,
        authorities: authorities.map((authority) => ({ id: authority.id, name: authority.name })),
      })),
    })),
    repeats,
    fewestRepeats,
  })),
  missing: missing && {
    kind: missing.kind,
    year: missing.year,
    conflict: missing.kind === 'impossible' ? [...missing.conflict] : [],
  },
  firstYear: firstYear && {
    among: firstYear.among,
    because: firstYear.because,
    events: firstYear.events.map(presentPlannedEvent),
    cost: firstYear.cost,
  },
})
