import { spawnSync } from 'node:child_process'
import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'

const root = join(import.meta.dirname, '../..')
const committed = join(root, 'openapi/openapi.json')

interface Problem {
  readonly ruleId: string
  readonly severity: 'error' | 'warn'
  readonly message: string
  readonly location: readonly { readonly pointer?: string }[]
}

/** What the linter's recommended rules say of the document at `path`; it neither asks nor tells the network. */
function lint(path: string): readonly Problem[] {
  const { stdout, stderr } = spawnSync(
    join(root, 'node_modules/.bin/redocly'),
    ['lint', path, '--extends=recommended', '--format=json', '--max-problems=1000'],
    {
      cwd: root,
      encoding: 'utf8',
      maxBuffer: 64 * 1024 * 1024,
      env: { ...process.env, REDOCLY_TELEMETRY: 'off', REDOCLY_SUPPRESS_NOTIFICATIONS: 'true' },
    },
  )
  if (!stdout.startsWith('{')) throw new Error(`The linter said no JSON: ${stderr}`)
  return JSON.parse(stdout).problems
}

const errors = (problems: readonly Problem[]) =>
  problems
    .filter(({ severity }) => severity === 'error')
    .map(({ ruleId, message, location }) => `${ruleId} at ${location[0]?.pointer ?? '#'}: ${message}`)

t.test('should find no error in the committed OpenAPI document', async (t) => {
  if (!existsSync(committed)) return t.fail('openapi/openapi.json is missing: npm run openapi writes it')
  t.same(errors(lint(committed)), [])
})

t.test('should find a reference to nothing and an operation open to anyone', async (t) => {
  const schema = { $ref: '#/components/schemas/Absent' }
  const document = {
    openapi: '3.1.0',
    info: { title: 'Broken', version: '1' },
    servers: [{ url: '/' }],
    paths: {
      '/things': {
        get: {
          operationId: 'listThings',
          summary: 'List things',
          responses: { 200: { description: 'Things', content: { 'application/json': { schema } } } },
        },
      },
    },
  }
  const path = join(t.testdir(), 'openapi.json')
  writeFileSync(path, JSON.stringify(document))
  t.match(errors(lint(path)), [/^no-unresolved-refs at #\/paths/, /^security-defined at #\/paths/])
})
