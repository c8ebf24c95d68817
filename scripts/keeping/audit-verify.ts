import { verifyAudit } from '../../src/services/keeping/verify-audit.ts'
import { readOptions } from '../options.ts'
import { command, connected, settings } from './connected.ts'

const USAGE = `npm run audit:verify

Works out every hash of the audit log again, and names each entry that was altered or is missing. Prints the hash
of every chain's last entry: kept elsewhere, it shows later that nothing before it was written anew.
Reads the service's settings (DATA_DIR, DATABASE_URL); the service may be running.`

const lines = (first: number, last: number): string =>
  first === last ? `entry ${first}` : `entries ${first} to ${last}`

command(async () => {
  readOptions(USAGE, {})
  const { chains, breaks } = await connected(settings(), (database) => verifyAudit(database, new Date()))
  for (const { name, entries, hash } of chains) {
    console.log(`${name}: ${entries} entries, the last of them ${hash.toString('hex')}`)
  }
  for (const { name, first, last, what } of breaks) console.log(`${name}: ${lines(first, last)} ${what}`)
  if (breaks.length > 0) throw new Error('The audit log is not as it was written.')
  console.log('Every chain holds.')
})
