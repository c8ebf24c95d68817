import { STATUS_CODES } from 'node:http'
import type { Socket } from 'node:net'
import type { ConnectionError, FastifyError, FastifyInstance, FastifyReply } from 'fastify'
import plugin from 'fastify-plugin'
import type { Failure, FailureCode } from '../../domain/failures.ts'
import { NOTHING_HERE, sendProblem } from '../operation.ts'
import { problemOf } from '../problem.ts'

/** The framework's own refusals, as ours. Anything else that it calls a client's error is invalid-request. */
const FRAMEWORK: Readonly<Record<string, readonly [FailureCode, string]>> = {
  FST_ERR_CTP_INVALID_MEDIA_TYPE: [
    'unsupported-media-type',
    'This content type is not accepted here: the documentation of the operation names those that are.',
  ],
  FST_ERR_CTP_BODY_TOO_LARGE: ['too-large', 'The body is larger than this address accepts.'],
  FST_ERR_CTP_EMPTY_JSON_BODY: ['invalid-request', 'The body is empty; send JSON, or no Content-Type.'],
  FST_ERR_CTP_INVALID_JSON_BODY: ['invalid-request', 'The body is not valid JSON.'],
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: ['invalid-request', 'The body is not as long as Content-Length says.'],
  FST_ERR_BAD_URL: [
    'invalid-request',
    'The address is not a valid one: a % must be followed by two hex digits.',
  ],
  FST_ERR_MAX_PARAM_LENGTH: ['address-too-long', 'The address is too long.'],
}

interface Issue {
  readonly instancePath: string
  readonly keyword: string
  readonly message: string
  readonly params: { readonly keys?: readonly string[] }
}

/** The refusal that an error of the framework stands for; null when it is our own fault. */
export const refusalOf = (error: FastifyError): Failure | null => {
  if (error.validation)
    return invalid(error.validation as unknown as Issue[], error.validationContext ?? 'body')
  const known = FRAMEWORK[error.code]
  if (known) return { code: known[0], detail: known[1] }
  if (error.statusCode !== undefined && error.statusCode >= 400 && error.statusCode < 500) {
    return { code: 'invalid-request', detail: 'The request could not be read.' }
  }
  return null
}

const invalid = (issues: readonly Issue[], context: string): Failure => {
  const faults = issues.flatMap((issue) =>
    issue.keyword === 'unrecognized_keys'
      ? (issue.params.keys ?? []).map((key) => ({
          pointer: pointerTo(
            `${issue.instancePath === '/' ? '' : issue.instancePath}/${escaped(key)}`,
            context,
          ),
          detail: 'This field is not known here.',
        }))
      : [{ pointer: pointerTo(issue.instancePath, context), detail: issue.message }],
  )
  const where = [...new Set(faults.map(({ pointer }) => pointer || 'the body'))].join(', ')
  return { code: 'invalid-request', detail: `Not right: ${where}.`, faults }
}

/** RFC 6901 for the body, `?name` for a query, `{name}` for a part of the address, and a header's own name. */
const pointerTo = (path: string, context: string): string => {
  if (context === 'body') return path === '/' ? '' : path
  const name = path.slice(1)
  if (context === 'querystring') return `?${name}`
  return context === 'params' ? `{${name}}` : name
}

const escaped = (key: string): string => key.replaceAll('~', '~0').replaceAll('/', '~1')

/** Turns every error into a problem document: a client's into its refusal, ours into a bare 500. */
export const refusals = plugin(
  async (app: FastifyInstance) => {
    app.setErrorHandler((error: FastifyError, request, reply): FastifyReply => {
      const refusal = refusalOf(error)
      if (refusal !== null) return sendProblem(reply, problemOf(refusal))
      if (isUnavailable(error)) {
        request.log.error({ err: error }, 'database unavailable')
        return sendProblem(
          reply.header('retry-after', '5'),
          problemOf({
            code: 'unavailable',
            detail: 'The service cannot reach its data just now: try again.',
          }),
        )
      }
      request.log.error({ err: error }, 'request failed')
      return sendProblem(
        reply,
        problemOf({
          code: 'internal',
          detail: `Something failed here; nothing was changed. It is logged as ${request.id}.`,
        }),
      )
    })
    app.setNotFoundHandler((_request, reply) => sendProblem(reply, problemOf(NOTHING_HERE)))
  },
  { name: 'refusals' },
)

/** The database cut the connection or is not there: SQLSTATE classes 08 and 57P, 53300 and 55000, or the socket's own codes. */
const isUnavailable = (error: Error & { code?: string }): boolean =>
  /^(08|57P|53300|55000)/.test(error.code ?? '') ||
  ['ECONNREFUSED', 'ECONNRESET', 'ENOENT', 'EPIPE', 'ETIMEDOUT'].includes(error.code ?? '') ||
  error.message.startsWith('Connection terminated')

/** The answer to what is not even HTTP: headers without end, a broken request line. The connection ends with it. */
export const refuseUnreadable = (error: ConnectionError, socket: Socket): void => {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy()
    return
  }
  const problem = problemOf(
    error.code === 'HPE_HEADER_OVERFLOW'
      ? { code: 'headers-too-large', detail: 'The headers of the request are too large.' }
      : { code: 'invalid-request', detail: 'The request could not be read.' },
  )
  const body = JSON.stringify(problem)
  socket.end(
    `HTTP/1.1 ${problem.status} ${STATUS_CODES[problem.status]}\r\ncontent-type: application/problem+json; charset=utf-8\r\n` +
      `content-length: ${Buffer.byteLength(body)}\r\nconnection: close\r\n\r\n${body}`,
  )
}
