import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import t from 'tap'
import { ownFolder } from '../fixtures/folders.ts'
import { filesOf } from '../fixtures/packs.ts'
import { BOOTSTRAP, call, spawnService } from '../fixtures/service-process.ts'

const ROOT = join(import.meta.dirname, '..', '..')
const run = promisify(execFile)

const hasShell = await run('bash', ['-c', 'command -v curl']).then(
  () => true,
  () => false,
)

/** The shell blocks of the README's three days, as a reader would paste them. */
const days = async (): Promise<string> => {
  const readme = await readFile(join(ROOT, 'README.md'), 'utf8')
  const section = readme.split("## Three people's day")[1]?.split('\n## ')[0] ?? ''
  const blocks = [...section.matchAll(/^```sh\n([\s\S]*?)^```/gm)].map(([, block]) => block ?? '')
  return blocks.slice(1).join('\n')
}

const skip = hasShell ? false : 'the calls of the README need bash and curl'

t.test("the README's calls run as they stand", { skip, timeout: 120_000 }, async (t) => {
  const folder = await ownFolder(t)
  const service = await spawnService({ DATA_DIR: folder, DEMO_CLOCK: '2019-05-13T09:00:00Z' })
  t.teardown(() => service.stop())
  const { body: operator } = await call(service.address, '/v1/tokens', { body: { invitation: BOOTSTRAP } })
  const seed = [join(ROOT, 'scripts', 'seed.ts'), '--region', 'south-east', '--url', service.address]
  const seeded = await run(process.execPath, [...seed, '--token', String(operator.token)])
  const consultant = /The consultant's token[^\n]*\n\s*(\S+)/.exec(seeded.stdout)?.[1]
  t.type(consultant, 'string', 'the seed prints a token')

  const script = (await days())
    .replace('http://127.0.0.1:3000', service.address)
    .replace('the-token-that-the-seed-printed', String(consultant))
    .replaceAll(/\bdata\/(paper\.pdf|pack\.zip|dates\.csv)/g, (_, name) => join(folder, name))
  const { stdout } = await run('bash', ['-euo', 'pipefail', '-c', script], { cwd: ROOT })
  for (const shown of [
    /^Ofsted annual conversations of the region.*10 January 2020\.$/m,
    /^proposed$/m,
    /^SUMMARY:Proposed: Triad 2/m,
    /^coming$/m,
    /^accepted$/m,
    /^comments-submitted$/m,
    /^[78]\n21$/m,
    // How often the plan's progress was told; its triads; that nothing is better; the pairs that meet again; the visits;
    // the years ahead; that no choice of challengers is better, and that nobody is without.
    /^\d+\n6\ntrue\n1\n19\nThe region can run \w+ years from here .*\ntrue\n0$/m,
    /^Second moderator, Oxfordshire\ntrue$/m,
  ]) {
    t.match(stdout, shown)
  }
  const original = await readFile(join(ROOT, 'scripts', 'data', 'papers', 'self-assessment-kent.pdf'))
  t.ok(original.equals(await readFile(join(folder, 'paper.pdf'))), 'the moderator has the very file')
  const pack = filesOf(await readFile(join(folder, 'pack.zip')))
  t.ok(
    [...pack.values()].some((file) => file.equals(original)),
    'and in the pack too',
  )
})
