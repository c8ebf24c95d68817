import type { Actor } from '../access/actor.ts'
import { holdsOffice, holdsRoleAt, isConsultant } from '../access/operations.ts'
import { authorsAt, type PaperFacts } from '../access/paper.ts'
import { type Asker, basesOf } from '../access/readers.ts'
import type { Basis } from '../access/reading-rules.ts'
import type { OutcomeKind } from './outcome.ts'

/**
 * In which capacities somebody reads what came of a challenge of a paper: as they read the paper itself, but that a
 * moderator's work ended before the event, and the region's other directors read until the round is closed. Row-level
 * security has the same in `reads_outcomes`.
 */
const outcomeBases = (asker: Asker, paper: PaperFacts, now: Date): readonly Basis[] =>
  basesOf(asker, paper, now).filter((basis) => {
    if (basis === 'moderator' || basis === 'later-moderator') return false
    return basis !== 'regional-director' || paper.closedAt === null || now < paper.closedAt
  })

/** Whether somebody reads the outcomes about the authority of a paper. */
export const mayReadOutcomes = (asker: Asker, paper: PaperFacts, now: Date): boolean =>
  outcomeBases(asker, paper, now).length > 0

/** Those who were there: the authority's own, its challengers, the facilitator; and the consultant, who keeps the records. */
const WRITERS: readonly Basis[] = ['director', 'delegate', 'challenger', 'facilitator', 'consultant']

/**
 * Whether somebody writes down what came of an event about the authority of a paper. A substitute's right to the
 * paper ends with the event, so that the director whom they stood in for writes.
 */
export const mayWriteOutcomes = (asker: Asker, paper: PaperFacts, now: Date): boolean =>
  outcomeBases(asker, paper, now).some((basis) => WRITERS.includes(basis))

/**
 * Whether somebody changes an outcome or takes it away: who wrote it, while they may write, and the consultant; an
 * ask or offer, which binds it, also the authority's own director. What others found of it is not the authority's to change.
 */
export const mayChangeOutcome = (
  asker: Asker,
  paper: PaperFacts,
  { kind, writtenBy }: { readonly kind: OutcomeKind; readonly writtenBy: string },
  now: Date,
): boolean => {
  const bases = outcomeBases(asker, paper, now)
  if (asker.personId === writtenBy) return bases.some((basis) => WRITERS.includes(basis))
  return bases.includes('consultant') || ((kind === 'ask' || kind === 'offer') && bases.includes('director'))
}

/** The offices that have an action to do: of its owner, or whoever took over from it by now. */
export type OwnerIds = readonly string[]

/** Whether somebody leads an office that has an action to do: its director, or a delegate for everything. */
export const leadsOwner = (actor: Actor, owners: OwnerIds): boolean =>
  owners.some((id) => holdsRoleAt(actor, id, ['director', 'delegate']))

/** Whether somebody reads an agreed action: who reads the outcomes of its event, and who has it to do, for as long as that takes. */
export const mayReadAction = (actor: Actor, paper: PaperFacts, owners: OwnerIds, now: Date): boolean =>
  leadsOwner(actor, owners) || mayReadOutcomes(actor, paper, now)

/** Whether somebody changes what was agreed: the director or a delegate of the authority that it is about, or the consultant. */
export const mayAmendAction = (actor: Actor, paper: PaperFacts, now: Date): boolean =>
  outcomeBases(actor, paper, now).some((basis) => ['director', 'delegate', 'consultant'].includes(basis))

/** Whether somebody says how an action goes: whoever may change it, and who has it to do. */
export const mayReportOnAction = (actor: Actor, paper: PaperFacts, owners: OwnerIds, now: Date): boolean =>
  leadsOwner(actor, owners) || mayAmendAction(actor, paper, now)

/** Whether somebody sees the themes of a round counted together: its directors' offices, the consultant, and who evaluates it. */
export const maySeeThemes = (actor: Actor, papers: readonly PaperFacts[], now: Date): boolean =>
  isConsultant(actor) ||
  papers.some(
    (paper) =>
      authorsAt(paper, now).some((id) => holdsOffice(actor, id)) ||
      basesOf(actor, paper, now).includes('observer'),
  )
