// `npm run seed -- --region south-east`: loads a region of England into a running service, as its operator and
// its consultant would.
import { parseArgs } from 'node:util'
import { operatorOf, sentenceOf } from './operator.ts'
import { REGIONS } from './rounds/published.ts'
import { seedRegion } from './rounds/seed-region.ts'

const USAGE = `npm run seed -- --region NAME [--url http://127.0.0.1:3000] [--data-dir ./data] [--token OPERATOR_TOKEN]
Regions: ${[...REGIONS.keys()].join(', ')}`

const say = (text = ''): void => {
  process.stdout.write(`${text}\n`)
}

const seed = async (url: string, slug: string, operatorToken: string | undefined, dataDir: string) => {
  const region = REGIONS.get(slug)
  if (!region) throw new Error(`Which region? ${slug ? `“${slug}” is none. ` : ''}\n${USAGE}`)
  const operator = await operatorOf(url, { token: operatorToken, dataDir })
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
    if (!operatorToken) say(`\nThe operator's token, shown this once:\n  ${operator.token}`)
  }
}

const options = { type: 'string' } as const
const { values } = parseArgs({
  options: { region: options, url: options, 'data-dir': options, token: options },
})
const url = values.url ?? 'http://127.0.0.1:3000'
await seed(
  url,
  values.region ?? '',
  values.token ?? process.env.OPERATOR_TOKEN,
  values['data-dir'] ?? process.env.DATA_DIR ?? './data',
).catch((error: unknown) => {
  process.stderr.write(`${sentenceOf(error, url)}\n`)
  process.exitCode = 1
})
