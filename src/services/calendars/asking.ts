import type { CalendarFetcher, Validators } from '../../domain/calendars/fetching.ts'
import type { CalendarReader } from '../../domain/calendars/reading.ts'
import { type Result, success } from '../../domain/failures.ts'
import type { SourceFile } from './source-files.ts'
import { type Ground, readSource } from './sources.ts'

/** What meets other people's servers and files. */
export interface Outside {
  readonly fetcher: CalendarFetcher
  readonly reader: CalendarReader
}

/** What an address answered: the copy that we have, or another, read. */
export type Answer =
  | { readonly kind: 'unchanged' }
  | { readonly kind: 'file'; readonly file: SourceFile; readonly validators: Validators }

/** Asks an address for a calendar's source, and reads what it gives; in no transaction. */
export const askAddress = async (
  { fetcher, reader }: Outside,
  ground: Ground,
  address: string,
  validators: Validators,
): Promise<Result<Answer>> => {
  const fetched = await fetcher.fetch(address, validators)
  if (!fetched.ok || fetched.value.kind === 'unchanged') return fetched as Result<Answer>
  const file = await readSource(reader, ground, { type: 'text/calendar', bytes: fetched.value.bytes })
  return file.ok ? success({ kind: 'file', file: file.value, validators: fetched.value.validators }) : file
}
