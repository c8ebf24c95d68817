import { type Database, type Handle, inTransaction } from '../../db/database.ts'
import { findPerson, findRegion, loadPosts } from '../../db/people.ts'
import { eraseRows, loadPersonsEntries, loadRowsOf } from '../../db/persons-rights.ts'
import { failure, type Result, success } from '../../domain/failures.ts'
import { localDate } from '../../domain/intervals.ts'
import { dayInWords } from '../../domain/words.ts'
import { recordCommand } from './recording.ts'

/** Everything that is kept about a person, by table; secrets' hashes and the text of papers are not among it. */
export type PersonExport = Readonly<Record<string, readonly unknown[]>>

/** A person of some region: the operator, who belongs to none, is not exported or erased. */
interface Kept {
  readonly id: string
  readonly name: string
  readonly region: { readonly id: string; readonly timezone: string }
}

const findKept = async (trx: Handle, id: string): Promise<Result<Kept>> => {
  const person = await findPerson(trx, id)
  const region = person?.regionId == null ? null : await findRegion(trx, person.regionId)
  return person === null || region === null
    ? failure('not-found', 'There is nobody of that id in any region.')
    : success({ id, name: person.name, region })
}

const everywhere = (now: Date) => ({ regionId: '*', personId: null, now })

const record = (trx: Handle, { id, region }: Kept, action: string, now: Date): Promise<void> =>
  recordCommand(trx, { regionId: region.id, at: now, action, subjectType: 'person', subjectId: id })

/** All that is kept about a person, for them to have (UK GDPR, article 15): every row that names them, and the log. */
export const exportPerson = (database: Database, now: Date, id: string): Promise<Result<PersonExport>> =>
  inTransaction(database, everywhere(now), async (trx) => {
    const person = await findKept(trx, id)
    if (!person.ok) return person
    const rows = Map.groupBy(await loadRowsOf(trx, id), ({ name }) => name)
    const log = await loadPersonsEntries(trx, person.value.region.id, id)
    await record(trx, person.value, 'exportPerson', now)
    return success({
      ...Object.fromEntries([...rows].map(([name, found]) => [name, found.map((row) => row.record)])),
      audit_entry: log,
    })
  })

/**
 * Erases what identifies a person (article 17): name, address, tokens, feeds, their own calendars. What they did
 * stays under an id that names nobody, so that the record keeps its meaning and the audit log verifies. Refused
 * while they hold an office, because the office needs to be known; their appointments are ended first.
 */
export const erasePerson = (database: Database, now: Date, id: string): Promise<Result<null>> =>
  inTransaction(database, everywhere(now), async (trx) => {
    const person = await findKept(trx, id)
    if (!person.ok) return person
    const today = localDate(now, person.value.region.timezone)
    const [post] = await loadPosts(trx, id, today)
    if (post !== undefined) {
      const until = post.until === null ? 'without an end' : `until ${dayInWords(post.until)}`
      return failure(
        'wrong-state',
        `${person.value.name} is ${post.role} ${until}: end the appointment first.`,
      )
    }
    await eraseRows(trx, id, now)
    await record(trx, person.value, 'erasePerson', now)
    return success(null)
  })
