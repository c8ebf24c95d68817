import { enrolmentCommand } from '../src/enrolment.ts'
import { type Lost, recover } from '../src/services/people/operator.ts'
import { command, connected, settings } from './keeping/connected.ts'
import { addressFrom } from './operator.ts'
import { readOptions } from './options.ts'

const USAGE = `npm run recover -- [--consultant NAME | --person ID]

Lets somebody in whose token is lost: the operator, or a programme consultant whom no other consultant can
invite. Prints a way in that is good once and for 24 hours; using it ends the tokens that they had.
Reads the service's settings (DATA_DIR, DATABASE_URL, BASE_URL, HOST, PORT); the service may be running.`

const lostOf = (options: { consultant?: string; person?: string }): Lost => {
  const { consultant, person } = options
  if (consultant !== undefined && person !== undefined) {
    throw new Error('Give --consultant or --person, not both.')
  }
  if (consultant !== undefined) return { consultant }
  return person === undefined ? 'operator' : { personId: person }
}

command(async () => {
  const options = readOptions(USAGE, { consultant: { type: 'string' }, person: { type: 'string' } })
  const config = settings()
  const lost = lostOf(options)
  const found = await connected(config, (database) => recover(database, new Date(), lost))
  if (!found.ok) throw new Error(found.failure.detail)
  const address = config.BASE_URL?.replace(/\/+$/, '') ?? addressFrom(process.env)
  const { name, code } = found.value
  console.log(`${name} gets in, within 24 hours and once, by opening this address in a browser:
  ${address}/join#${code}
or with:
  ${enrolmentCommand(address, code)}
Their earlier tokens end then.`)
})
