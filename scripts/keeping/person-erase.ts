import { erasePerson } from '../../src/services/keeping/persons.ts'
import { readOperand } from '../options.ts'
import { command, connected, settings } from './connected.ts'

const USAGE = `npm run person:erase -- PERSON_ID

Erases what identifies a person who holds no office any more: name, address, tokens, feeds and their own calendars.
What they did stays, under an id that names nobody; the audit log still verifies. It cannot be undone.
Reads the service's settings (DATA_DIR, DATABASE_URL); the service may be running.`

command(async () => {
  const id = readOperand(USAGE)
  const erased = await connected(settings(), (database) => erasePerson(database, new Date(), id))
  if (!erased.ok) throw new Error(erased.failure.detail)
  console.log('Erased. What they did stays under an id that names nobody.')
})
