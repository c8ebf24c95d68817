import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { rm } from 'node:fs/promises'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { Client } from 'pg'
import t, { type Test } from 'tap'
import { connectEmbedded, DataFolderInUse, openEmbedded } from '../../src/db/embedded.ts'
import { freshDataFolder } from '../fixtures/embedded-engine.ts'

const HOLDER = fileURLToPath(new URL('../fixtures/hold-folder.ts', import.meta.url))

interface Starter {
  readonly process: ChildProcess
  /** `open`, or the name and message of the error it stopped with. */
  readonly said: string
}

const dataFolder = async (t: Test): Promise<string> => {
  const folder = await freshDataFolder()
  t.teardown(() => rm(folder, { recursive: true, force: true }))
  return folder
}

/** A process that opens the folder and stays. */
const start = async (t: Test, folder: string): Promise<Starter> => {
  const child = spawn(process.execPath, [HOLDER, folder], { stdio: ['ignore', 'pipe', 'inherit'] })
  t.teardown(() => child.kill('SIGKILL'))
  const [said] = await once(createInterface(child.stdout), 'line')
  return { process: child, said }
}

const kill = async (starter: Starter | undefined): Promise<void> => {
  if (!starter) throw new Error('nobody to kill')
  const gone = once(starter.process, 'exit')
  starter.process.kill('SIGKILL')
  await gone
}

const ask = async (folder: string, text: string): Promise<unknown[]> => {
  const connection = await connectEmbedded(folder)
  if (connection === null) throw new Error('no service runs there')
  const client = new Client(connection)
  await client.connect()
  const { rows } = await client.query(text)
  await client.end()
  return rows
}

t.test('a second process on a folder should stop with a clear error', async (t) => {
  const folder = await dataFolder(t)
  const first = await start(t, folder)
  t.equal(first.said, 'open')
  const second = await start(t, folder)
  t.match(
    second.said,
    `DataFolderInUse: Another process is using the data folder ${folder}. Stop that one first`,
  )
  await t.rejects(openEmbedded(folder), DataFolderInUse, 'a third, in this process')
  t.same(await ask(folder, 'select 1 as v'), [{ v: 1 }], 'the first goes on')
})

t.test('a folder open in this very process should not open twice', async (t) => {
  const folder = await dataFolder(t)
  const embedded = await openEmbedded(folder)
  t.teardown(() => embedded.close())
  await t.rejects(openEmbedded(folder), DataFolderInUse)
})

t.test(
  'of many starters at once after kill -9, exactly one should win and find every acknowledged write',
  async (t) => {
    const folder = await dataFolder(t)
    let running: Starter | undefined = await start(t, folder)
    await ask(folder, 'create table written (round int)')
    for (let round = 1; round <= 4; round++) {
      await ask(folder, `insert into written values (${round})`)
      await kill(running)
      t.equal(await connectEmbedded(folder), null, 'the socket left behind is dead')
      const starters = await Promise.all(Array.from({ length: 6 }, () => start(t, folder)))
      const winners = starters.filter(({ said }) => said === 'open')
      const losers = starters.filter(({ said }) => said.startsWith('DataFolderInUse'))
      t.same([winners.length, losers.length], [1, 5], `round ${round}`)
      running = winners[0]
      t.same(await ask(folder, 'select count(*)::int as n from written'), [{ n: round }])
    }
  },
)

t.test(
  'an engine that ends unasked should be told of, fail its queries and leave the folder free',
  async (t) => {
    const folder = await dataFolder(t)
    const started = once(process, 'worker')
    const embedded = await openEmbedded(folder)
    const [worker] = await started
    const client = new Client(embedded.connection)
    client.on('error', () => {})
    await client.connect()
    const refused = t.rejects(client.query('select pg_sleep(60)'))
    await worker.terminate()
    t.match((await embedded.failed).message, 'The embedded database ended')
    await refused
    await embedded.close()
    const again = await openEmbedded(folder)
    t.teardown(() => again.close())
    t.same(await ask(folder, 'select 1 as v'), [{ v: 1 }])
  },
)
