/** Where something stated comes from; or why it was inferred, where no page states it. */
export interface Stated {
  readonly source?: string
  readonly inferred?: string
}

/** What is known of a region's peer challenge beyond its authorities: the form of the files in `scripts/data`. */
export interface Programme {
  readonly region: string
  readonly directors: {
    readonly inferred: string
    readonly shared: readonly (Stated & {
      readonly office: string
      readonly authorities: readonly string[]
      readonly from: string | null
      readonly until: string
    })[]
  }
  readonly rounds: readonly PublishedRound[]
  readonly commitments: readonly PublishedCommitment[]
  /** What a round loaded from this must show, a test each. */
  readonly expected?: readonly string[]
}

/** One stretch of days in a calendar of the region, of authorities by name, or of roles. */
export interface PublishedCommitment extends Stated {
  readonly kind: string
  readonly title: string
  readonly scope: string | readonly string[] | { readonly roles: readonly string[] }
  readonly first: string
  readonly last: string
}

/** A round as its pages have it; what no page states and nothing was put in its place is null or absent. */
export interface PublishedRound {
  readonly label: string
  readonly method: string
  readonly methodInferred?: string
  readonly source: string
  readonly published: string | null
  readonly window: (Stated & { readonly first: string; readonly last: string }) | null
  readonly deadlines?: {
    readonly selfAssessmentDue: PublishedDay | null
    readonly commentsDue: PublishedDay | null
    readonly releaseOn: PublishedDay | null
  }
  /** All of the region's authorities; else those in triads. */
  readonly participants?: string
  readonly wholeDay: (Stated & { readonly value: boolean }) | null
  readonly policy: PublishedPolicy | null
  readonly requiredCalendars?: Stated & { readonly kinds: readonly string[] }
  readonly readership: (Stated & { readonly value: string }) | null
  readonly moderation: (Stated & { readonly value: boolean }) | null
  readonly outcome: Stated & {
    readonly held: number | null
    readonly deferred: number | null
    readonly which: string | null
  }
  readonly triads: readonly {
    readonly number: number | null
    readonly date: string | null
    readonly members: readonly string[]
  }[]
  readonly triadsInferred?: string
  readonly challenges?: Stated & {
    readonly each: readonly { readonly authority: string; readonly challengers: readonly string[] }[]
  }
  readonly moderators?: PublishedModerators
  readonly facilitators?: PublishedFacilitators
  /** Of the whole round. */
  readonly events?: readonly PublishedEvent[]
  /** What was looked for in vain, and what is done about it. */
  readonly unpublished?: readonly { readonly what: string; readonly instead: string }[]
}

export interface PublishedDay extends Stated {
  readonly date: string
}

/** What a round's policy says beside the default. */
export interface PublishedPolicy extends Stated {
  readonly severities?: object
  readonly triadSize?: object
  readonly challenges?: object
  readonly moderation?: object
}

/** Which authority moderates whose self-assessment: its director, or somebody of its staff. */
export interface PublishedModerators extends Stated {
  readonly from: string
  readonly each: readonly { readonly authority: string; readonly by: string }[]
}

/** Who facilitates which triad, and from which instant until which (not included) they read its self-assessments. */
export interface PublishedFacilitators extends Stated {
  readonly reads: { readonly from: string; readonly until: string }
  readonly reason: string
  readonly each: readonly { readonly triad: number; readonly name: string }[]
}

export interface PublishedEvent extends Stated {
  readonly kind: string
  readonly title: string
  readonly date: string
  readonly startTime: string | null
  readonly endTime: string | null
  readonly sessions?: readonly PublishedSession[]
}

/** One authority's self-assessment challenged by others, at a time of the event's day. */
export interface PublishedSession {
  readonly subject: string
  readonly authorities: readonly string[]
  readonly startTime: string
  readonly endTime: string
  readonly place: string
}
