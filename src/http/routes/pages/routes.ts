import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { FastifyInstance } from 'fastify'
import { names, tag } from '../../operation.ts'

const FOLDER = join(import.meta.dirname, '..', '..', 'pages')

/** The page that an invitation's link opens, and what it loads: nothing from anywhere else, nothing inline. */
const FILES = [
  { url: '/join', file: 'join.html', type: 'text/html; charset=utf-8' },
  { url: '/join.css', file: 'join.css', type: 'text/css; charset=utf-8' },
  { url: '/join.js', file: 'join.js', type: 'text/javascript; charset=utf-8' },
] as const

const HEADERS = {
  'cache-control': 'no-cache',
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; base-uri 'none'; " +
    "form-action 'none'; frame-ancestors 'none'",
  'cross-origin-opener-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-robots-tag': 'noindex',
}

/** The pages for people that the service serves itself. */
export const pageRoutes = (app: FastifyInstance): void => {
  for (const { url, file, type } of FILES) {
    const content = readFileSync(join(FOLDER, file), 'utf8')
    const etag = tag(content)
    app.get(url, { schema: { hide: true }, config: { open: true } }, (request, reply) => {
      reply.headers({ ...HEADERS, etag })
      const ifNoneMatch = request.headers['if-none-match']
      if (ifNoneMatch !== undefined && names(ifNoneMatch, etag)) return reply.code(304).send()
      return reply.type(type).send(content)
    })
  }
}
