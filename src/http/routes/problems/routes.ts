import type { FastifyInstance } from 'fastify'
import { PROBLEMS } from '../../problem.ts'

const rows = Object.entries(PROBLEMS)
  .map(
    ([code, { status, title }]) => `<dt id="${code}"><code>${code}</code> (${status})</dt><dd>${title}</dd>`,
  )
  .join('\n')

const PAGE = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>Problems – Peer Challenge Triads</title>
<h1>Problems</h1>
<p>The <code>code</code> of a problem document, its status, and its title. The document's <code>detail</code> says more.</p>
<dl>
${rows}
</dl>
</html>
`

/** The page that the `type` of every problem document leads to. */
export const problemRoutes = (app: FastifyInstance): void => {
  app.get('/problems', { schema: { hide: true }, config: { open: true } }, (_request, reply) =>
    reply.type('text/html; charset=utf-8').send(PAGE),
  )
}
