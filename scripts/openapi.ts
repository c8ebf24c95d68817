import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { buildApp } from '../src/app.ts'
import type { Services } from '../src/services/services.ts'

/** Where the committed document lies. */
export const OPENAPI_FILE = join(import.meta.dirname, '..', 'openapi', 'openapi.json')

/** The OpenAPI document as the service's own routes give it; no database is opened. */
export const openApiText = async (): Promise<string> => {
  const app = await buildApp({} as Services, { LOG_LEVEL: 'silent', TRUST_PROXY: false })
  await app.ready()
  const text = `${JSON.stringify(app.swagger(), null, 2)}\n`
  await app.close()
  return text
}

if (import.meta.main) {
  await mkdir(dirname(OPENAPI_FILE), { recursive: true })
  await writeFile(OPENAPI_FILE, await openApiText())
}
