import { readFile } from 'node:fs/promises'
import t from 'tap'
import { z } from 'zod'
import { OPENAPI_FILE, openApiText } from '../../scripts/openapi.ts'

interface Operation {
  readonly operationId: string
  readonly summary: string
  readonly security?: readonly object[]
  readonly responses: Readonly<Record<string, unknown>>
}

t.test('the committed document is the one that the routes give', async (t) => {
  const committed = await readFile(OPENAPI_FILE, 'utf8')
  t.ok(committed === (await openApiText()), 'run `npm run openapi` and commit the result')
})

t.test('every operation has an id of its own, a summary, and says how it fails', async (t) => {
  const { paths } = JSON.parse(await openApiText()) as { paths: Record<string, Record<string, Operation>> }
  const operations = Object.values(paths).flatMap((path) => Object.values(path))
  t.equal(new Set(operations.map(({ operationId }) => operationId)).size, operations.length)
  for (const { operationId, summary, security, responses } of operations) {
    t.ok(summary, `${operationId} has a summary`)
    if (security === undefined)
      t.ok(responses['401'] && responses['404'], `${operationId} names its refusals`)
  }
})

t.test('every example is one that its schema takes', async (t) => {
  await openApiText()
  const named = (z.globalRegistry as unknown as { _idmap: Map<string, z.ZodType> })._idmap
  for (const [id, schema] of named) {
    for (const example of (schema.meta()?.examples ?? []) as unknown[]) {
      const read = schema.safeParse(example)
      t.ok(read.success, `${id}: ${read.error?.message ?? 'right'}`)
    }
  }
})
