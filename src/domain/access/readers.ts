import type { Actor } from './actor.ts'
import { holdsOffice, isConsultant } from './operations.ts'
import { authorsAt, type PaperFacts } from './paper.ts'
import { memorandumAccepted, type RefusalReason, released } from './reading-conditions.ts'
import { type Basis, type Claim, claimsOn, READING_RULES } from './reading-rules.ts'
import { ALWAYS, holdsAt, intersection, type OpenSpan, union } from './spans.ts'

/** One stretch of time, half-open, during which one person may read a paper, and in what capacity. */
export interface Reader {
  readonly personId: string
  readonly basis: Basis
  readonly from: Date
  readonly until: Date | null
  readonly sentence: string
}

/** Why somebody may not read: for the audit log alone. Whoever asked sees only that nothing is there. */
export interface Refusal {
  readonly reason: RefusalReason
  readonly sentence: string
}

/** Who asks to read, as far as the rule looks. */
export type Asker = Pick<Actor, 'personId' | 'regionId'>

const REFUSALS: Record<RefusalReason, string> = {
  'another-region': 'The paper belongs to another region.',
  'no-right': 'Nothing gives this person a right to the paper.',
  conflict: 'A recorded conflict stands between this person and the authority.',
  'appointment-not-held': 'The appointment that would give the right is not held now.',
  'not-yet-successor': 'The authority that will take the paper over has not taken over yet.',
  'memorandum-not-accepted': 'This person has not accepted the memorandum in force.',
  'no-open-assignment': 'The moderation assignment has not been accepted, or has ended.',
  'no-grant': 'No grant that names this person and the paper is running.',
  'not-released': 'The paper has not been released to its challengers.',
  withdrawn: 'Its authority has withdrawn the paper.',
  'challenge-over': 'The round is closed and no deferred event keeps the paper open.',
  'event-over': 'The event for which this person was named has been held or cancelled.',
}

const refusal = (reason: RefusalReason): Refusal => ({ reason, sentence: REFUSALS[reason] })

/**
 * Everybody who may, might once or will come to read a paper on the facts as they stand, with half-open
 * spans: ordered by person, basis (as the rules are listed) and time; one person's spans on one basis neither
 * overlap nor touch, so the same facts in any order give the same rows. Rights a person has on several bases
 * appear once for each. The rows are what row-level security reads: work them out again in the transaction
 * that changes any of the facts.
 */
export const readersOf = (paper: PaperFacts): readonly Reader[] => {
  const claims = Map.groupBy(claimsOn(paper), (claim) => claim.personId)
  return [...claims.keys()]
    .sort()
    .flatMap((personId) =>
      READING_RULES.flatMap(({ basis, sentence }) =>
        union((claims.get(personId) ?? []).filter((claim) => claim.basis === basis).flatMap(spansOf)).map(
          ({ from, until }) => ({ personId, basis, from, until, sentence }),
        ),
      ),
    )
}

/**
 * Whether somebody may read a self-assessment at an instant: null when they may, otherwise why not, by the
 * claim that came nearest. It is null exactly when a row of `readersOf` for that person holds the instant.
 */
export const mayRead = (asker: Asker, paper: PaperFacts, now: Date): Refusal | null =>
  judge(asker, paper, claimsOn(paper), now)

/** In which capacities somebody may read a self-assessment at an instant, each once; none when they may not. */
export const basesOf = (asker: Asker, paper: PaperFacts, now: Date): readonly Basis[] => {
  const claims = claimsOn(paper)
  const holds = (claim: Claim) => judge(asker, paper, [claim], now) === null
  return [...new Set(claims.filter(holds).map(({ basis }) => basis))]
}

/**
 * Whether somebody may read the moderation comments of one moderator on a paper, or (null) the report that all of them
 * became. That moderator does; everybody else once comments are shared: its author's director and delegates, its
 * challengers, its other moderators and the consultant whenever they may read the paper, a facilitator from the
 * release. No one reads comments on a paper that they may not read, because comments quote it.
 */
export const mayReadReport = (
  asker: Asker,
  paper: PaperFacts,
  moderatorId: string | null,
  now: Date,
): Refusal | null => {
  const claims = claimsOn(paper).flatMap((claim): readonly Claim[] => {
    if (claim.basis === 'moderator' && claim.personId === moderatorId) return [claim]
    // An issued report stays read while comments are being reopened: only these are hidden again.
    if (moderatorId !== null && !paper.commentsShared) return []
    if (claim.basis === 'facilitator') {
      return [{ ...claim, conditions: [...claim.conditions, released(paper)] }]
    }
    return READS_EVERY_REPORT.includes(claim.basis) ? [claim] : []
  })
  return judge(asker, paper, claims, now)
}

const READS_EVERY_REPORT: readonly Basis[] = ['director', 'delegate', 'challenger', 'moderator', 'consultant']

/**
 * Whether somebody reads a moderation report that is still being written: the consultant and, while comments are
 * shared, the paper's moderators.
 */
export const mayReadDraftReport = (asker: Asker, paper: PaperFacts, now: Date): Refusal | null => {
  const writers: readonly Basis[] = paper.commentsShared ? ['moderator', 'consultant'] : ['consultant']
  return judge(
    asker,
    paper,
    claimsOn(paper).filter(({ basis }) => writers.includes(basis)),
    now,
  )
}

/**
 * Whether a reader of moderation comments is told which moderator wrote them. Where the round's policy is
 * anonymous, only that moderator and the consultant, who assigned them, are.
 */
export const mayNameModerator = (
  asker: Asker,
  paper: PaperFacts,
  moderatorId: string,
  now: Date,
): boolean => {
  // Who moderates is known before what they say is.
  if (mayReadReport(asker, { ...paper, commentsShared: true }, moderatorId, now) !== null) return false
  if (!paper.anonymousModerators || asker.personId === moderatorId) return true
  const asConsultant = claimsOn(paper).filter((claim) => claim.basis === 'consultant')
  return judge(asker, paper, asConsultant, now) === null
}

/** Whether somebody has accepted the memorandum in force, or none is. */
export const hasAcceptedMemorandum = (paper: PaperFacts, personId: string, now: Date): boolean =>
  memorandumAccepted(paper, personId).spans.some((span) => holdsAt(span, now))

/**
 * Who may read a paper, and who did, is shown to the office of the authority that wrote it (an assistant keeps
 * the list without reading the paper) and to a consultant who may read it.
 */
export const maySeeReaders = (actor: Actor, paper: PaperFacts, now: Date): boolean =>
  actor.regionId === paper.regionId &&
  (authorsAt(paper, now).some((id) => holdsOffice(actor, id)) ||
    (isConsultant(actor) && mayRead(actor, paper, now) === null))

const spansOf = (claim: Claim): readonly OpenSpan[] =>
  claim.conditions.reduce((spans, condition) => intersection(spans, condition.spans), ALWAYS)

/** Null when one of the claims is the asker's and all its conditions hold now. */
const judge = (asker: Asker, paper: PaperFacts, claims: readonly Claim[], now: Date): Refusal | null => {
  if (asker.regionId !== paper.regionId) return refusal('another-region')
  let nearest = { met: -1, reason: 'no-right' as RefusalReason }
  for (const { conditions } of claims.filter((claim) => claim.personId === asker.personId)) {
    const met = conditions.findIndex(({ spans }) => !spans.some((span) => holdsAt(span, now)))
    const unmet = conditions[met]
    if (unmet === undefined) return null
    if (met > nearest.met) nearest = { met, reason: unmet.otherwise }
  }
  return refusal(nearest.reason)
}

/**
 * A list of people with those whose names are kept at its end, by what is told of them: in the order of names or ids
 * their places would tell something of who they are.
 */
export const namelessLast = <T extends { readonly person: object | null }>(list: readonly T[]): T[] => {
  const nameless = list
    .filter(({ person }) => person === null)
    .map((each) => [JSON.stringify(each), each] as const)
  const inOrder = nameless.toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, each]) => each)
  return [...list.filter(({ person }) => person !== null), ...inOrder]
}
