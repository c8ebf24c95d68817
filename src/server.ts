import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { buildApp } from './app.ts'
import { compose } from './compose.ts'
import { type Config, readConfig } from './config.ts'

const start = async (): Promise<void> => {
  const config = readConfig()
  const composition = await compose(config)
  const app = await buildApp(composition.services, config)
  app.addHook('onClose', () => composition.close())
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => void app.close().then(() => process.exit(0)))
  }
  void composition.failed.then((error) => {
    process.stderr.write(`${error.message}\n`)
    process.exit(1)
  })
  const address = await app.listen({ host: config.HOST, port: config.PORT })
  say(`Peer Challenge Triads answers at ${address} (documentation: ${address}/docs)`)
  say(`Data: ${composition.place}`)
  await announceEnrolment(config.BOOTSTRAP_TOKEN ? null : composition.enrolment, address, config)
}

/**
 * The operator's code goes into a file that only we can read, where `npm run seed` finds it, and to the
 * terminal where there is one. Once it was used, the file that told it goes.
 */
const announceEnrolment = async (code: string | null, address: string, config: Config): Promise<void> => {
  const file = join(config.DATA_DIR, 'operator-enrolment.txt')
  await rm(file, { force: true })
  if (code === null) return
  const how = `curl -s ${address}/v1/tokens -H 'content-type: application/json' -d '{"invitation":"${code}"}'`
  await mkdir(config.DATA_DIR, { recursive: true, mode: 0o700 })
  await writeFile(file, `${how}\n`, { mode: 0o600 })
  if (process.stdout.isTTY) {
    say(`First start. Within 24 hours, and once, the operator makes a token with:\n  ${how}`)
  } else {
    say(`First start. How the operator makes a token, within 24 hours and once, stands in ${file}`)
  }
}

const say = (line: string): void => {
  process.stdout.write(`${line}\n`)
}

start().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : error}\n`)
  process.exit(1)
})
