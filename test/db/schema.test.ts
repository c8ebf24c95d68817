import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import t from 'tap'
import { committedSchema, writeSchema } from '../../scripts/schema.ts'
import { ownFolder } from '../fixtures/folders.ts'

t.test('the committed types are those of the tables that the migrations make', async (t) => {
  const fresh = join(await ownFolder(t), 'schema.ts')
  await writeSchema(fresh)
  t.ok(
    (await readFile(fresh, 'utf8')) === (await committedSchema()),
    'run `npm run schema` and commit the result',
  )
})
