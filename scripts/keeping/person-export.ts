import { exportPerson } from '../../src/services/keeping/persons.ts'
import { readOperand } from '../options.ts'
import { command, connected, settings } from './connected.ts'

const USAGE = `npm run -s person:export -- PERSON_ID

Prints as JSON everything that is kept about a person: each row that names them, by table, and the audit log's
entries by them and about them. Hashes of secrets and the text of papers are left out. Leaves an audit row.
Reads the service's settings (DATA_DIR, DATABASE_URL); the service may be running.`

command(async () => {
  const id = readOperand(USAGE)
  const found = await connected(settings(), (database) => exportPerson(database, new Date(), id))
  if (!found.ok) throw new Error(found.failure.detail)
  console.log(JSON.stringify(found.value, null, 2))
})
