import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import t from 'tap'
import { ownFolder, writeFiles } from '../fixtures/folders.ts'

const LAUNCHER = join(import.meta.dirname, '..', '..', 'scripts', 'node.mjs')

t.test(
  'runs a TypeScript file with Node 24, its arguments and its exit code, and tools find it',
  async (t) => {
    const folder = await ownFolder(t)
    await writeFiles(folder, {
      'say.ts': `import { execFileSync } from 'node:child_process'
      const words: string[] = process.argv.slice(2)
      console.log(process.versions.node, words.join('+'), execFileSync('node', ['-p', 'process.versions.node'], { encoding: 'utf8' }))
      process.exitCode = 7`,
    })
    const child = spawn('node', [LAUNCHER, join(folder, 'say.ts'), 'a', '--b'], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    const [said, [code]] = await Promise.all([text(child.stdout), once(child, 'exit')])
    t.match(said, /^2[4-9]\.\S+ a\+--b 2[4-9]\./)
    t.equal(code, 7)
  },
)

t.test('passes a request to stop on, and waits for the graceful end', async (t) => {
  const folder = await ownFolder(t)
  await writeFiles(folder, {
    'wait.ts': `process.on('SIGTERM', () => setTimeout(() => { console.log('ended'); process.exit(0) }, 100))
      setInterval(() => {}, 1000)
      console.log('ready')`,
  })
  const child = spawn('node', [LAUNCHER, join(folder, 'wait.ts')], { stdio: ['ignore', 'pipe', 'inherit'] })
  let said = ''
  child.stdout.on('data', (chunk) => {
    said += chunk
    if (chunk.includes('ready')) child.kill('SIGTERM')
  })
  const [code] = await once(child, 'exit')
  t.equal(code, 0)
  t.equal(said, 'ready\nended\n')
})
