import { loadNames, type Names } from '../../db/names.ts'
import type { AskedOffice, Poll, PollHead } from '../../db/polls.ts'
import { holdsOffice, isConsultant } from '../../domain/access/operations.ts'
import type { Occasion } from '../../domain/intervals.ts'
import type { Candidate, PollAnswer } from '../../domain/polls/poll.ts'
import { rank, type Tally, waitingFor } from '../../domain/polls/ranking.ts'
import { regionOf, type Work } from '../use-case.ts'

interface Named {
  readonly id: string
  readonly name: string
}

/** What one office answered; null about a date that it has not answered. */
export interface OfficeAnswersView {
  readonly authority: Named
  readonly answers: readonly {
    readonly candidateId: string
    readonly occasion: Occasion
    readonly answer: PollAnswer | null
  }[]
  readonly answeredBy: Named | null
  readonly answeredAt: Date | null
}

/** A poll as somebody sees it: everybody the dates, counts and who has not answered; each office its own answers. */
export interface PollView extends PollHead {
  readonly authorities: readonly Named[]
  /** The dates, best first. */
  readonly candidates: readonly Tally<Candidate>[]
  /** The authorities whose offices have not answered about every date. */
  readonly waitingFor: readonly string[]
  /** Of every office for the consultant, of their own for those of an office; none for others. */
  readonly answers: readonly OfficeAnswersView[]
}

/** Polls as the actor sees them. */
export const viewPolls = async (work: Work, polls: readonly Poll[]): Promise<PollView[]> => {
  const names = await loadNames(work.trx, regionOf(work).id)
  return polls.map((poll) => {
    const asked = byName(poll, names)
    const ids = asked.map(({ authorityId }) => authorityId)
    const candidates = rank(poll.candidates, ids, poll.answers)
    return {
      ...poll,
      authorities: ids.map((id) => named(names.authorities, id)),
      candidates,
      waitingFor: waitingFor(ids, candidates),
      answers: asked
        .filter(({ authorityId }) => isConsultant(work.actor) || holdsOffice(work.actor, authorityId))
        .map((office) => answersOf(names, poll, office)),
    }
  })
}

/** What one office answered, for those who may see it. */
export const viewAnswers = async (work: Work, poll: Poll, office: AskedOffice): Promise<OfficeAnswersView> =>
  answersOf(await loadNames(work.trx, poll.regionId), poll, office)

const named = (names: Readonly<Record<string, string>>, id: string): Named => ({ id, name: names[id] ?? '' })

const byName = ({ offices }: Poll, names: Names): AskedOffice[] =>
  offices.toSorted((a, b) =>
    named(names.authorities, a.authorityId).name < named(names.authorities, b.authorityId).name ? -1 : 1,
  )

const answersOf = (
  names: Names,
  { candidates, answers }: Poll,
  { authorityId, answeredBy, answeredAt }: AskedOffice,
): OfficeAnswersView => ({
  authority: named(names.authorities, authorityId),
  answers: candidates.map(({ id, occasion }) => ({
    candidateId: id,
    occasion,
    answer:
      answers.find((each) => each.candidateId === id && each.authorityId === authorityId)?.answer ?? null,
  })),
  answeredBy: answeredBy === null ? null : named(names.offices, answeredBy),
  answeredAt,
})
