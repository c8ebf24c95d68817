import { execFile } from 'node:child_process'
import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import t from 'tap'

const root = join(import.meta.dirname, '..')

/** What each room and file of the house may import; that none is missing is tested against the disk. */
const arrows: Record<string, readonly string[]> = {
  'domain/': ['domain/'],
  'db/': ['db/', 'domain/'],
  'ical/': ['ical/', 'domain/'],
  'fetching/': ['fetching/', 'domain/'],
  'solver/': ['solver/', 'domain/'],
  'services/': ['services/', 'db/', 'ical/', 'domain/'],
  'jobs/': ['jobs/', 'services/', 'domain/'],
  'http/': ['http/', 'services/', 'domain/'],
  'config.ts': [],
  'compose.ts': ['config.ts', 'db/', 'domain/', 'fetching/', 'ical/', 'jobs/', 'services/', 'solver/'],
  'app.ts': ['config.ts', 'domain/', 'http/', 'services/'],
  'enrolment.ts': [],
  'server.ts': ['app.ts', 'compose.ts', 'config.ts', 'enrolment.ts'],
}

/** Every way to write an import of `path` on one line. */
const importsOf = (path: string): readonly string[] => [
  `import { name } from '${path}'`,
  `import type { Name } from "${path}"`,
  `import '${path}'`,
  `import name = require('${path}')`,
  `export { name } from '${path}'`,
  `export * from '${path}'`,
  `export const late = () => import('${path}')`,
]

/** A planted file's lines; which of them a rule refuses is what the tests compare. */
type Plants = Record<string, readonly string[]>

/**
 * The planted lines that the project's own lint command refuses under one of `rules` (`plugin` stands for those
 * of scripts/lint), as `file: line` in the order of planting. The plants lie in a folder of their own with the project's settings.
 */
async function refused(plants: Plants, ...rules: readonly string[]): Promise<readonly string[]> {
  const folder = await mkdtemp(join(tmpdir(), 'layers-'))
  try {
    for (const settings of ['biome.json', 'package.json', '.gitignore', 'scripts/lint'])
      await cp(join(root, settings), join(folder, settings), { recursive: true })
    for (const [path, lines] of Object.entries(plants)) {
      await mkdir(dirname(join(folder, path)), { recursive: true })
      await writeFile(join(folder, path), `${lines.join('\n')}\n`)
    }
    const options = { cwd: folder, maxBuffer: 64 * 1024 * 1024 }
    const args = ['lint', '--max-diagnostics=none', '--reporter=github', '.']
    const { stdout } = await promisify(execFile)(join(root, 'node_modules/.bin/biome'), args, options).catch(
      (refusal) => refusal,
    )
    const complaints = String(stdout).matchAll(
      /^::error title=(?:lint\/\w+\/)?(\w+),file=([^,]+),line=(\d+),/gm,
    )
    const hit = new Set<string>()
    for (const [, rule = '', file = '', line] of complaints)
      if (rules.includes(rule))
        hit.add(`${file.slice(file.indexOf('layers-')).replace(/^[^/]*\//, '')}:${line}`)
    return planted(plants, (path, _, at) => hit.has(`${path}:${at + 1}`))
  } finally {
    await rm(folder, { recursive: true })
  }
}

/** The planted lines that `wanted` picks, as `file: line`. */
const planted = (plants: Plants, wanted: (path: string, line: string, at: number) => boolean) =>
  Object.entries(plants).flatMap(([path, lines]) =>
    lines.filter((line, at) => wanted(path, line, at)).map((line) => `${path}: ${line}`),
  )

const isRoom = (place: string) => place.endsWith('/')

t.test('every room and file of the house has its arrows', async (t) => {
  const entries = await readdir(join(root, 'src'), { withFileTypes: true })
  const places = entries.map((entry) => (entry.isDirectory() ? `${entry.name}/` : entry.name))
  t.same(
    places.filter((place) => isRoom(place) || place.endsWith('.ts')).filter((place) => !(place in arrows)),
    [],
    'a new room needs a line here and in scripts/lint/layers.grit',
  )
})

t.test(
  'an import against the arrows is refused however it is written, and every other one passes',
  async (t) => {
    const plants: Record<string, string[]> = {}
    const expected: string[] = []
    for (const [from, allowed] of Object.entries(arrows)) {
      const files = isRoom(from) ? [`${from}a.ts`, `${from}deep/a.ts`, `${from}deep/er/a.ts`] : [from]
      for (const file of files) {
        const up = '../'.repeat(file.split('/').length - 1) || './'
        for (const to of Object.keys(arrows).filter((place) => isRoom(place) || place !== from)) {
          const lines = importsOf(`${up}${to}${isRoom(to) ? 'aim.ts' : ''}`)
          plants[`src/${file}`] = [...(plants[`src/${file}`] ?? []), ...lines]
          if (!allowed.includes(to)) expected.push(...lines.map((line) => `src/${file}: ${line}`))
        }
      }
    }
    t.same(await refused(plants, 'plugin'), expected)
  },
)

t.test('a way round, out of src or into a package of another room is refused', async (t) => {
  const plants = {
    'src/domain/bad.ts': [
      `import './../../db/aim.ts'`,
      `import '../domain/../db/aim.ts'`,
      `import '../../src/db/aim.ts'`,
      `import '../../scripts/demo.ts'`,
      `import '../../test/fixtures/people.ts'`,
      `import 'node:fs'`,
      `import 'kysely'`,
    ],
    'src/compose.ts': [`import './db/../http/aim.ts'`, `import '../scripts/demo.ts'`],
    'src/http/bad.ts': [`import 'pg'`, `import 'kysely'`, `import '../../test/fixtures/people.ts'`],
    'src/services/bad.ts': [`import 'fastify'`, `import '@fastify/swagger'`, `import 'pg'`],
    'src/ical/bad.ts': [`import 'kysely'`],
    'scripts/bad.ts': [`import '../src/services/rounds.ts'`, `import '../src/domain/intervals.ts'`],
    'scripts/bench/bad.ts': [`import '../../src/db/database.ts'`],
    'src/domain/good.ts': [`import 'luxon'`],
    'src/http/good.ts': [`import 'fastify'`],
    'src/services/good.ts': [`import 'kysely'`],
    'scripts/migrate.ts': [`import '../src/db/migrate.ts'`],
    // What is measured is the reader alone, apart from the service.
    'scripts/bench/ical.ts': [`import '../../src/ical/reading/process.ts'`],
    'scripts/bench/planner/instances.ts': [`import '../../../src/solver/thread.ts'`],
    'scripts/bench/recurrence-rules.ts': [`import '../../src/ical/reading/rules.ts'`],
    'scripts/recover.ts': [`import '../src/services/people/operator.ts'`],
    'scripts/demo.ts': [`import '../src/compose.ts'`],
  }
  const bad = planted(plants, (path) => path.endsWith('bad.ts') || path === 'src/compose.ts')
  t.same(await refused(plants, 'plugin'), bad)
})

t.test('an import that the arrows cannot see is refused', async (t) => {
  const plants = {
    'src/http/bad.ts': [
      'export const a = () => import(`../db/aim.ts`)',
      'export const b = (path: string) => import(path)',
      `export const c = () => import('../' + 'db/aim.ts')`,
      `export type D = import('../db/aim.ts').D`,
      `export const e = require('../db/aim.ts')`,
    ],
    'src/http/good.ts': [`export const f = () => import('./bad.ts')`],
  }
  t.same(
    await refused(plants, 'plugin'),
    planted(plants, (path) => path.endsWith('bad.ts')),
  )
})

t.test('an import cycle is refused', async (t) => {
  const plants = {
    'src/domain/a.ts': [`import { b } from './b.ts'`, 'export const a = () => b'],
    'src/domain/b.ts': [`import { c } from './c.ts'`, 'export const b = () => c'],
    'src/domain/c.ts': [`import { a } from './a.ts'`, 'export const c = () => a'],
    'src/domain/beside.ts': [`import { a } from './a.ts'`, 'export const d = () => a'],
  }
  const cycle = planted(plants, (path, _, at) => at === 0 && !path.endsWith('beside.ts'))
  t.same(await refused(plants, 'noImportCycles'), cycle)
})

t.test('only config.ts reads the environment', async (t) => {
  const plants = {
    'src/db/bad.ts': [
      'export const a = process.env.PORT',
      `export const b = process['env'].PORT`,
      'const { env } = process',
      'const self = process',
      `import { env as same } from 'node:process'`,
    ],
    'src/server.ts': ['export const a = process.env.PORT'],
    'src/config.ts': ['export const a = process.env.PORT'],
    'src/db/good.ts': ['export const e = () => process.exitCode'],
  }
  const bad = planted(plants, (path) => path.endsWith('bad.ts') || path === 'src/server.ts')
  t.same(await refused(plants, 'plugin', 'noProcessEnv'), bad)
})

t.test('the domain reads no clock, no chance and no world', async (t) => {
  const use = (expression: string) => `export const f = (at: DateTime) => [at, ${expression}]`
  const plants = {
    'src/domain/bad.ts': [
      ...['Date.now()', 'Date.now', 'new Date()', 'new Date', 'Date()', 'DateTime.now()'].map(use),
      ...['DateTime.local()', 'DateTime.utc()', `at.diffNow('days')`, 'at.diffNow()'].map(use),
      ...['at.toRelative()', 'Math.random()', 'crypto.randomUUID()', 'performance.now()'].map(use),
      ...['process.uptime()', 'globalThis.process', `fetch('/')`, 'setTimeout(() => at, 1)'].map(use),
      'const Clock = Date',
      'const { random } = Math',
    ],
    'src/domain/good.ts': [
      `import { DateTime } from 'luxon'`,
      ...['new Date(at.toMillis())', 'DateTime.utc(2020, 1, 31)', 'Date.UTC(2020, 0)', 'Math.max(1, 2)'].map(
        use,
      ),
    ],
    'src/db/clock.ts': [use('Date.now()')],
  }
  t.same(
    await refused(plants, 'plugin', 'noRestrictedGlobals'),
    planted(plants, (path) => path.endsWith('bad.ts')),
  )
})

t.test('no source file silences these rules', async (t) => {
  const silence =
    /biome-ignore\S*\s+lint(?!\/)|biome-ignore\S*\s+lint\/(?:plugin|style\/no(?:ProcessEnv|RestrictedGlobals)|suspicious\/noImportCycles)/
  const sources = (await readdir(join(root, 'src'), { recursive: true })).filter((path) =>
    path.endsWith('.ts'),
  )
  const silent = await Promise.all(
    sources.map(async (path) => silence.test(await readFile(join(root, 'src', path), 'utf8'))),
  )
  t.same(
    sources.filter((_, at) => silent[at]),
    [],
  )
})
