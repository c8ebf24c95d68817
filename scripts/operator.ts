import { readFile, rm } from 'node:fs/promises'
import { isIPv6 } from 'node:net'
import { join } from 'node:path'
import { type Api, openApi, Refusal } from './api.ts'
import { enter } from './rounds/load-region.ts'

/** How the operator gets in: the first of these that is there. Empty is not there. */
export interface Entrance {
  readonly token?: string | undefined
  /** An enrolment's code that is not used yet: the service's BOOTSTRAP_TOKEN. */
  readonly code?: string | undefined
  /** The service's data folder, where it leaves the enrolment that it made itself. */
  readonly dataDir: string
}

const LABEL = 'Operator, made by the seed'

const OR_A_TOKEN = 'If the operator has a token already, give it with --token or OPERATOR_TOKEN.'

/** The operator's client. An enrolment, from BOOTSTRAP_TOKEN or the data folder, is used up by it. */
export const operatorOf = async (url: string, { token, code, dataDir }: Entrance): Promise<Api> => {
  if (token) return openApi(url, token)
  if (code) {
    return enter(url, code, LABEL).catch((error) => {
      if (!(error instanceof Refusal)) throw error
      throw new Error(`BOOTSTRAP_TOKEN lets nobody in: ${error.problem.detail} ${OR_A_TOKEN}`)
    })
  }
  const file = join(dataDir, 'operator-enrolment.txt')
  const enrolment = await readFile(file, 'utf8').catch(() => '')
  const waiting = /"invitation":"([\w-]+)"/.exec(enrolment)?.[1]
  if (!waiting) {
    throw new Error(
      `No operator's enrolment waits in ${file}. ${OR_A_TOKEN} If the service keeps its data elsewhere, name ` +
        'that folder with --data-dir; if it was started with BOOTSTRAP_TOKEN, set that here too.',
    )
  }
  const operator = await enter(url, waiting, LABEL)
  await rm(file, { force: true })
  return operator
}

/** Where a service started with these settings answers, asked from the same machine. */
export const addressFrom = ({ HOST, PORT }: NodeJS.ProcessEnv): string => {
  const everywhere: Readonly<Record<string, string>> = { '0.0.0.0': '127.0.0.1', '::': '::1' }
  const host = everywhere[HOST ?? ''] ?? (HOST || '127.0.0.1')
  return `http://${isIPv6(host) ? `[${host}]` : host}:${PORT || 3000}`
}

/** The error of a script as a person should read it: a service that does not answer is named with its address. */
export const sentenceOf = (error: unknown, url: string): string => {
  if (!(error instanceof Error)) return String(error)
  return error.message === 'fetch failed'
    ? `No service answers at ${url}: start one with \`npm start\`, or say where it answers with --url.`
    : error.message
}
