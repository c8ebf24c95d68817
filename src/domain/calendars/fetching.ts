import type { Result } from '../failures.ts'

/** What the server said of the copy that we have, to ask whether there is another; null where it said nothing. */
export interface Validators {
  readonly etag: string | null
  readonly lastModified: string | null
}

/** What an address gave: the same as before, or a file. */
export type Fetched =
  | { readonly kind: 'unchanged' }
  | { readonly kind: 'file'; readonly bytes: Buffer; readonly validators: Validators }

/** Fetches calendar addresses that somebody gave us, from nowhere but the public internet. */
export interface CalendarFetcher {
  /** Whether an address may be asked at all, by its form alone; the reason where not. Asks nothing. */
  check(address: string): Result<null>
  /** Asks the address; every refusal has its own reason, in a sentence that never repeats the address. */
  fetch(address: string, before: Validators): Promise<Result<Fetched>>
}
