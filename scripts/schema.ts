import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { openEmbedded } from '../src/db/embedded.ts'
import { migrate } from '../src/db/migrate.ts'

const ROOT = join(import.meta.dirname, '..')

/** Where the committed types of the tables lie. */
export const SCHEMA_FILE = join(ROOT, 'src', 'db', 'schema.ts')

const OPTIONS = [
  '--dialect=postgres',
  '--camel-case',
  '--default-schema=public',
  '--exclude-pattern=migration',
  '--date-parser=string',
  '--numeric-parser=number',
  '--type-mapping={"int8":"number"}',
]

/** Writes the types of the tables that the migrations make, as an embedded database of its own has them. */
export const writeSchema = async (file: string): Promise<void> => {
  const folder = await mkdtemp(join(tmpdir(), 'pct-schema-'))
  const embedded = await openEmbedded(folder)
  try {
    await migrate(embedded.connection, join(ROOT, 'migrations'))
    const { user, database, host } = embedded.connection
    const url = `postgres://${user}@/${database}?host=${encodeURIComponent(host ?? '')}`
    const generator = join(ROOT, 'node_modules', 'kysely-codegen', 'dist', 'cli', 'bin.js')
    await promisify(execFile)(process.execPath, [generator, ...OPTIONS, `--url=${url}`, `--out-file=${file}`])
  } finally {
    await embedded.close()
    await rm(folder, { recursive: true })
  }
}

/** The committed types of the tables. */
export const committedSchema = (): Promise<string> => readFile(SCHEMA_FILE, 'utf8')

if (import.meta.main) await writeSchema(SCHEMA_FILE)
