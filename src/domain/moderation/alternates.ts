import type { LocalDate } from '../intervals.ts'
import { capitalised, countInWords, countOf, dateInWords } from '../words.ts'
import type { ConflictReason } from './eligibility.ts'

/** Somebody of the pool looked at for one paper. */
export interface Candidate {
  readonly personId: string
  readonly name: string
  /** Standing assignments in the paper's round, and the most that its policy allows. */
  readonly load: number
  readonly ceiling: number
  /** What they moderated in earlier rounds. */
  readonly loadBefore: number
  /** When they were last trained, and the first day on which that is too old. */
  readonly trainedOn: LocalDate | null
  readonly expiresOn: LocalDate | null
  readonly expired: boolean | null
  /** Every reason why they may not moderate the paper. */
  readonly against: readonly ConflictReason[]
}

/** A candidate in their place: whether they may, and why they stand where they do. */
export interface Alternate {
  readonly person: { readonly id: string; readonly name: string }
  readonly mayModerate: boolean
  readonly load: number
  readonly reasons: readonly string[]
}

/**
 * Who could moderate a paper instead, the best first: whoever may, the least loaded first, then those whose training
 * is good, then who did less in earlier rounds; after them those who may not, with every reason why.
 */
export const rankAlternates = (candidates: readonly Candidate[]): Alternate[] =>
  candidates
    .toSorted(
      (a, b) =>
        a.against.length - b.against.length ||
        a.load - b.load ||
        staleness(a) - staleness(b) ||
        a.loadBefore - b.loadBefore ||
        a.name.localeCompare(b.name) ||
        (a.personId < b.personId ? -1 : 1),
    )
    .map((candidate) => ({
      person: { id: candidate.personId, name: candidate.name },
      mayModerate: candidate.against.length === 0,
      load: candidate.load,
      reasons:
        candidate.against.length === 0
          ? reasonsFor(candidate)
          : candidate.against.map(({ sentence }) => sentence),
    }))

/** 0 for a training that is good, 1 for one that has run out, 2 for none. */
const staleness = ({ expired }: Candidate): number => (expired === null ? 2 : Number(expired))

const reasonsFor = (candidate: Candidate): string[] => {
  const { load, ceiling, loadBefore } = candidate
  return [
    `${capitalised(countInWords(load))} of at most ${countOf(ceiling, 'assignment')} in this round.`,
    trainingInWords(candidate),
    ...(loadBefore > 0 ? [`Moderated ${countOf(loadBefore, 'paper')} in earlier rounds.`] : []),
  ]
}

const trainingInWords = ({ trainedOn, expiresOn, expired }: Candidate): string => {
  if (trainedOn === null) return 'Not recorded as trained.'
  if (expired && expiresOn !== null) return `The training ran out on ${dateInWords(expiresOn)}.`
  return `Trained on ${dateInWords(trainedOn)}.`
}
