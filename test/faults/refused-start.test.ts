import { once } from 'node:events'
import { readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { freshDataFolder } from '../fixtures/embedded-engine.ts'
import { startScript } from '../fixtures/script-process.ts'

const dataFolder = async (t: Test): Promise<string> => {
  const folder = await freshDataFolder()
  t.teardown(() => rm(folder, { recursive: true, force: true }))
  return folder
}

const start = (settings: Record<string, string>) =>
  startScript('../src/server.ts', [], { PORT: '0', LOG_LEVEL: 'error', ...settings })

/** Starts the service until it has said all, and ends it. */
const startOnce = async (settings: Record<string, string>): Promise<string> => {
  const service = start(settings)
  const said = await service.written(/has not enrolled/)
  service.interrupt()
  await service.outcome
  return said
}

const refused = (error: RegExp) => ({ code: 1, out: '', error })

t.test('until the operator has enrolled, every start says so', async (t) => {
  const DATA_DIR = await dataFolder(t)
  for (const start of ['first', 'second']) {
    t.match(
      await startOnce({ DATA_DIR }),
      /The operator has not enrolled yet\..*operator-enrolment\.txt/,
      start,
    )
  }
})

t.test('a start without the key, or with another, is refused and makes none anew', async (t) => {
  const DATA_DIR = await dataFolder(t)
  await startOnce({ DATA_DIR })
  const key = join(DATA_DIR, 'service.key')
  const SERVICE_KEY = (await readFile(key)).toString('base64')
  await rename(key, `${key}.away`)

  t.match(
    await start({ DATA_DIR }).outcome,
    refused(/^\S+service\.key is gone.*put it back.*SERVICE_KEY.*\n$/),
  )
  t.notOk((await readdir(DATA_DIR)).includes('service.key'))
  const other = { DATA_DIR, SERVICE_KEY: Buffer.alloc(32, 9).toString('base64') }
  t.match(await start(other).outcome, refused(/^The service’s key is not the one that .*SERVICE_KEY.*\n$/))
  await writeFile(key, '')
  t.match(await start({ DATA_DIR }).outcome, refused(/^The service’s key has 0 bytes instead of 32\.\n$/))
  t.match(await startOnce({ DATA_DIR, SERVICE_KEY }), 'answers at')
  await rename(`${key}.away`, key)
  t.match(await startOnce({ DATA_DIR }), 'answers at')
})

t.test('a port in use is named', async (t) => {
  const taken = createServer().listen(0, '127.0.0.1')
  t.teardown(() => taken.close())
  await once(taken, 'listening')
  const address = taken.address()
  const PORT = String(typeof address === 'object' && address?.port)
  const outcome = await start({ DATA_DIR: await dataFolder(t), PORT }).outcome
  t.match(outcome, refused(new RegExp(`^Port ${PORT} of 127.0.0.1 is in use: .* another PORT\\.\\n$`)))
})

t.test('a data folder that cannot be made is named', async (t) => {
  const file = join(await dataFolder(t), 'file')
  await writeFile(file, '')
  const impossible = [file, join(file, 'below'), ...(process.platform === 'linux' ? ['/proc/none/data'] : [])]
  for (const DATA_DIR of impossible) {
    const error = new RegExp(`^The data folder ${DATA_DIR} cannot be used .* DATA_DIR\\.\\n$`)
    t.match(await start({ DATA_DIR }).outcome, refused(error), DATA_DIR)
  }
})
