import { type LocalDate, type Span, startOfDay } from '../intervals.ts'
import type { StoredConflict } from '../moderation/conflict.ts'
import type { Appointment } from './actor.ts'

/** One moderation assignment of the paper, by the instants that open and close its reading. */
export interface PaperAssignment {
  readonly moderatorId: string
  /** Null while offered, and for ever when declined. */
  readonly acceptedAt: Date | null
  readonly endedAt: Date | null
}

/** One moderation assignment of the next self-assessment, whose round's policy puts this one into its pack. */
export interface LaterAssignment extends PaperAssignment {
  /** Whether that round's policy keeps its moderators' names. */
  readonly anonymous: boolean
}

/**
 * A grant that names this paper and one person. It always has an end; revoking moves `until` to now.
 * `as` is the role through which it is used: an assistant's is the author's director's to give.
 */
export interface PaperGrant {
  readonly personId: string
  readonly as: 'facilitator' | 'observer' | 'assistant'
  readonly span: Span
  readonly givenBy: string
  /** One given by the author's director ends with that director's post. */
  readonly givenAs: 'director' | 'consultant'
  readonly givenAt: Date
}

/** An event of the paper's round for which a delegate is named. */
export interface PaperEvent {
  readonly id: string
  /** Whether the paper is challenged in it. */
  readonly challenged: boolean
  /** When it was held or cancelled; null until then. */
  readonly settledAt: Date | null
}

/** A version of the memorandum, in force from a local day until the next one's. */
export interface PaperMemorandum {
  readonly from: LocalDate
  /** When each person accepted this version. */
  readonly acceptedAt: ReadonlyMap<string, Date>
}

/** Everything that decides who may read one self-assessment, and the moderation report on it. */
export interface PaperFacts {
  readonly regionId: string
  /** IANA name of the region's zone, in which appointments and conflicts begin and end at midnight. */
  readonly zone: string
  /** The authority that wrote it, with any successors that inherited it or will. */
  readonly authorIds: readonly string[]
  /** The authorities that challenge it: the triad's others, or those directed to this paper, and their successors. */
  readonly challengerIds: readonly string[]
  /** The local day on which each of these that is a successor took over; whoever is not here always was. */
  readonly authorsFrom: Readonly<Record<string, LocalDate>>
  readonly challengersFrom: Readonly<Record<string, LocalDate>>
  /** The persons who facilitate the meetings and visits at which it is challenged. */
  readonly facilitatorIds: readonly string[]
  /** Who reads by the round's policy, beside those who always may: its challengers, or all directors too. */
  readonly readership: 'challengers' | 'regional'
  /** Whether the round's policy hides the moderators' names from those who read their comments. */
  readonly anonymousModerators: boolean
  /** Whether the moderators' comments are read by others than those who wrote them. */
  readonly commentsShared: boolean
  /** When its challengers are let in, past or coming; null while no release is set. */
  readonly releasedAt: Date | null
  /** When it was withdrawn; null while it stands. Until it is submitted again it is its authors' and the consultant's alone. */
  readonly withdrawnAt: Date | null
  /** When its round was closed; null while it is not, and its end then still open. */
  readonly closedAt: Date | null
  /** The deferred meeting or visit at which it is challenged, if any, and when that was held or cancelled; `settledAt` null until then. */
  readonly deferredEvent: { readonly settledAt: Date | null } | null
  /** Those events of its round for which somebody is, was or will be a delegate. */
  readonly events: readonly PaperEvent[]
  readonly assignments: readonly PaperAssignment[]
  readonly laterAssignments: readonly LaterAssignment[]
  readonly grants: readonly PaperGrant[]
  /** Conflicts with the author or a successor, whoever's, past ones too. */
  readonly conflicts: readonly StoredConflict[]
  /**
   * The versions of the region's memorandum by the day on which each comes into force: nobody reads another
   * authority's paper without having accepted the one that is. Empty, and before the first, it binds nobody.
   */
  readonly memoranda: readonly PaperMemorandum[]
  /** Every appointment of the region, past and coming ones too. */
  readonly appointments: readonly Appointment[]
}

/** The authorities whose paper it is at an instant: the author, and those successors whose day has come. */
export const authorsAt = (
  { authorIds, authorsFrom, zone }: Pick<PaperFacts, 'authorIds' | 'authorsFrom' | 'zone'>,
  now: Date,
): string[] =>
  authorIds.filter((id) => {
    const from = authorsFrom[id]
    return from === undefined || startOfDay(from, zone) <= now
  })
