// `npm run seed -- --region south-east`: loads a region of England into a running service, as its operator and
// its consultant would.
import { addressFrom, type Entrance, operatorOf, sentenceOf } from './operator.ts'
import { readOptions } from './options.ts'
import { REGIONS } from './rounds/published.ts'
import { seedRegion } from './rounds/seed-region.ts'

const USAGE = `npm run seed -- --region NAME [--url ADDRESS] [--data-dir FOLDER] [--token OPERATOR_TOKEN]
  --region    ${[...REGIONS.keys()].join(', ')}
  --url       where the service answers; else as its HOST and PORT say, or http://127.0.0.1:3000
  --data-dir  where the service left the operator's enrolment; else DATA_DIR, or ./data
  --token     the operator's token; else OPERATOR_TOKEN, or a new one made with BOOTSTRAP_TOKEN or the enrolment`

const say = (text = ''): void => {
  process.stdout.write(`${text}\n`)
}

const seed = async (url: string, slug: string, entrance: Entrance) => {
  const region = REGIONS.get(slug)
  if (!region) throw new Error(`Which region? ${slug ? `“${slug}” is none. ` : ''}\n${USAGE}`)
  const operator = await operatorOf(url, entrance)
  const known = await operator.list<{ name: string }>('/v1/regions')
  if (known.some(({ name }) => name === region.name)) {
    say(`${region.name} is there already: nothing was changed.`)
    return
  }
  try {
    const { consultant } = await seedRegion(operator, region, say)
    say(`\nThe consultant's token, shown this once:\n  ${consultant.token}`)
    say(`Next, as the consultant:\n  curl -s ${url}/v1/rounds -H 'authorization: Bearer ${consultant.token}'`)
  } catch (error) {
    say(
      `\n${region.name} may be there in part: to load it again, start the service with an empty data folder.`,
    )
    throw error
  } finally {
    if (!entrance.token) say(`\nThe operator's token, shown this once:\n  ${operator.token}`)
  }
}

const text = { type: 'string' } as const
const values = readOptions(USAGE, { region: text, url: text, 'data-dir': text, token: text })
const url = values.url ?? addressFrom(process.env)
await seed(url, values.region ?? '', {
  token: values.token ?? process.env.OPERATOR_TOKEN,
  code: process.env.BOOTSTRAP_TOKEN,
  dataDir: values['data-dir'] ?? (process.env.DATA_DIR || './data'),
}).catch((error: unknown) => {
  process.stderr.write(`${sentenceOf(error, url)}\n`)
  process.exitCode = 1
})
