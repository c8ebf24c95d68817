import { removeExpired } from '../../src/services/keeping/retention.ts'
import { emptyExpired } from '../../src/services/keeping/self-assessments.ts'
import { readOptions } from '../options.ts'
import { command, connected, settings } from './connected.ts'

const USAGE = `npm run retention

Removes the papers of the directors' area whose time has come, with their documents, and what the self-assessments of
closed rounds say once the years are over for which their round keeps them; says which.
Reads the service's settings (DATA_DIR, DATABASE_URL); the service may be running.`

command(async () => {
  readOptions(USAGE, {})
  const now = new Date()
  const { removed, emptied } = await connected(settings(), async (database) => ({
    removed: await removeExpired(database, now),
    emptied: await emptyExpired(database, now),
  }))
  for (const { region, kind, version, id, retainUntil } of removed)
    console.log(`${region}: ${kind}, version ${version}, kept until ${retainUntil} (${id})`)
  for (const { region, authority, round, id } of emptied)
    console.log(`${region}: what the self-assessment of ${authority} for ${round} said (${id})`)
  const count = removed.length + emptied.length
  console.log(count === 0 ? 'Nothing has run out.' : `Removed: ${count}.`)
})
