import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { FastifyInstance } from 'fastify'
import { buildApp } from './app.ts'
import { compose } from './compose.ts'
import { type Config, readConfig } from './config.ts'
import { enrolmentCommand } from './enrolment.ts'

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
  const address = await listen(app, config)
  say(`Peer Challenge Triads answers at ${address} (documentation: ${address}/docs)`)
  say(`Data: ${composition.place}`)
  composition.startJobs((task, err) => app.log.error({ err, task }, 'a job failed'))
  await announceEnrolment(composition.enrolment, address, config)
}

/** The address it answers at; a port that cannot be had is said as the setting to change. */
const listen = async (app: FastifyInstance, { HOST, PORT }: Config): Promise<string> => {
  try {
    return await app.listen({ host: HOST, port: PORT })
  } catch (error) {
    await app.close()
    const { code } = error as NodeJS.ErrnoException
    if (code === 'EADDRINUSE') {
      throw new Error(`Port ${PORT} of ${HOST} is in use: stop what answers there, or give another PORT.`)
    }
    if (code === 'EACCES') throw new Error(`This user may not open port ${PORT}: give another PORT.`)
    if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') {
      throw new Error(`${HOST} is no address of this machine: give another HOST.`)
    }
    throw error
  }
}

/**
 * The operator's code goes into a file that only we can read, where `npm run seed` finds it, and to the
 * terminal where there is one. Once it was used, the file that told it goes.
 */
const announceEnrolment = async (code: string | null, address: string, config: Config): Promise<void> => {
  const file = join(config.DATA_DIR, 'operator-enrolment.txt')
  await rm(file, { force: true })
  if (code === null) return
  const how = enrolmentCommand(address, code)
  await writeFile(file, `${how}\n`, { mode: 0o600 })
  if (process.stdout.isTTY) {
    say(`The operator has not enrolled yet. Within 24 hours, and once, they make a token with:\n  ${how}`)
  } else {
    say(`The operator has not enrolled yet. How they make a token, within 24 hours and once: ${file}`)
  }
}

const say = (line: string): void => {
  process.stdout.write(`${line}\n`)
}

start().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : error}\n`)
  process.exit(1)
})
