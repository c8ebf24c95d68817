import { removeExpired } from '../../src/services/keeping/retention.ts'
import { readOptions } from '../options.ts'
import { command, connected, settings } from './connected.ts'

const USAGE = `npm run retention

Removes the papers of the directors' area whose time has come, with their documents, and says which.
Reads the service's settings (DATA_DIR, DATABASE_URL); the service may be running.`

command(async () => {
  readOptions(USAGE, {})
  const removed = await connected(settings(), (database) => removeExpired(database, new Date()))
  for (const { region, kind, version, id, retainUntil } of removed)
    console.log(`${region}: ${kind}, version ${version}, kept until ${retainUntil} (${id})`)
  console.log(removed.length === 0 ? 'Nothing has run out.' : `Removed: ${removed.length}.`)
})
