import type { CalendarSources } from './calendars/sources.ts'
import type { CalendarAddresses } from './calendars/subscribing.ts'
import type { Subscriptions } from './feeds/render-feed.ts'
import type { CommentForms } from './moderation/forms/comment-forms.ts'
import type { Packs } from './packs/packs.ts'
import type { Papers } from './papers/papers.ts'
import type { Recogniser } from './recognise.ts'
import type { Runner } from './runner.ts'

/** Everything that the HTTP layer is given. */
export interface Services {
  readonly runner: Runner
  readonly recogniser: Recogniser
  readonly papers: Papers
  readonly forms: CommentForms
  /** Scans of what offices signed. */
  readonly signatures: Papers
  /** Documents of the directors' area. */
  readonly areaPapers: Papers
  readonly packs: Packs
  readonly sources: CalendarSources
  readonly addresses: CalendarAddresses
  readonly subscriptions: Subscriptions
  /** Whether the database answers. */
  ready(): Promise<boolean>
}
