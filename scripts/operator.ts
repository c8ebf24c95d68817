import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { type Api, openApi } from './api.ts'
import { enter } from './rounds/load-region.ts'

/**
 * The operator's client: with the token given, else with the enrolment that waits in the service's data
 * folder and is used up by it.
 */
export const operatorOf = async (
  url: string,
  { token, dataDir }: { readonly token: string | undefined; readonly dataDir: string },
): Promise<Api> => {
  if (token) return openApi(url, token)
  const file = join(dataDir, 'operator-enrolment.txt')
  const enrolment = await readFile(file, 'utf8').catch(() => '')
  const code = /"invitation":"([\w-]+)"/.exec(enrolment)?.[1]
  if (!code) {
    throw new Error(
      `No operator's enrolment waits in ${file}. If the operator has a token already, give it with --token ` +
        'or OPERATOR_TOKEN. If the service keeps its data elsewhere, name that folder with --data-dir.',
    )
  }
  const operator = await enter(url, code, 'Operator, made by the seed')
  await rm(file, { force: true })
  return operator
}

/** The error of a script as a person should read it: a service that does not answer is named with its address. */
export const sentenceOf = (error: unknown, url: string): string => {
  if (!(error instanceof Error)) return String(error)
  return error.message === 'fetch failed'
    ? `No service answers at ${url}: start one with \`npm start\`.`
    : error.message
}
