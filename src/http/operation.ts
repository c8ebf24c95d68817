import { createHash } from 'node:crypto'
import type { FastifyInstance, FastifyReply, FastifyRequest, HTTPMethods } from 'fastify'
import { z } from 'zod'
import { type Failure, type FailureCode, type Result, success } from '../domain/failures.ts'
import type { Runner } from '../services/runner.ts'
import type { Caller, UseCase } from '../services/use-case.ts'
import { PROBLEMS, ProblemSchema, problemOf } from './problem.ts'

type Shape = z.ZodObject
type Parsed<S> = S extends z.ZodType ? z.output<S> : undefined

/** The parts of a request, as their schemas read them. */
interface Parts<P, Q, B> {
  readonly params: Parsed<P>
  readonly query: Parsed<Q>
  readonly body: Parsed<B>
  /** The address of this service as the caller knows it, for what links to it. */
  readonly base: string
}

/** How a record is sent. */
interface Form {
  readonly response: z.ZodType
  readonly present: (view: never) => unknown
}

/** One operation of the API: its address, its words, and the use case that it is. */
export interface Operation<P, Q, B, Input, Found, Output, R extends z.ZodType, C extends Caller = Caller> {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  readonly url: string
  readonly operationId: string
  readonly tag: string
  readonly summary: string
  readonly description?: string
  readonly params?: P
  readonly query?: Q
  readonly body?: B
  /** Media types of a body that is not JSON. */
  readonly consumes?: readonly string[]
  readonly response: R
  /**
   * A text instead of JSON: its media type, and the name under which it is saved. `response` is a string. One that
   * is `inline` is shown where it is opened, where it may load and run nothing.
   */
  readonly text?: {
    readonly type: string
    readonly fileName: (request: Parts<P, Q, B>) => string
    readonly inline?: true
  }
  /** Refusals beyond those that every operation shares. */
  readonly failures?: readonly FailureCode[]
  /**
   * A change of something that exists: If-Match is required and compared, with the ETag of the answer's form
   * or, where the answer has none (a deletion), of the form in which the record is read.
   */
  readonly change?: true | Form
  /** Makes something: 201, a Location, and Idempotency-Key is honoured. */
  readonly location?: (body: z.output<R>) => string
  /** What is made is not ready yet: 202 instead of 201, and the Location tells when it is. */
  readonly accepted?: true
  /** Makes many things, of which none is named by a Location: Idempotency-Key is honoured. */
  readonly repeatable?: true
  /** Fields of the answer that are shown once and never repeated. */
  readonly secrets?: readonly string[]
  /** Who calls, for an operation that needs no token; null is answered like an address with nothing there. */
  readonly recognise?: (request: Parts<P, Q, B>) => Promise<C | null>
  readonly useCase: UseCase<Input, Found, Output>
  /** What the use case is given; a promise for what must be done, and may be refused, before any transaction. */
  readonly input: (request: Parts<P, Q, B>, caller: C) => Input | Promise<Result<Input>>
  readonly present: (output: Output) => z.input<R>
}

/** What a write kept of its answer: all that is needed to give it again. */
interface Answer {
  readonly status: number
  readonly location: string | null
  readonly body: unknown
}

const DryRunQuery = z.strictObject({
  dryRun: z
    .stringbool({ truthy: ['true'], falsy: ['false'] })
    .optional()
    .describe('true: nothing is kept'),
})

/** Registers one operation: validation, If-Match, Idempotency-Key, dry run, answer and documentation. */
export const operation = <
  P extends Shape | undefined,
  Q extends Shape | undefined,
  B extends z.ZodType | undefined,
  Input,
  Found,
  Output,
  R extends z.ZodType,
  C extends Caller = Caller,
>(
  app: FastifyInstance,
  runner: Runner,
  definition: Operation<P, Q, B, Input, Found, Output, R, C>,
): void => {
  const { method, change, location, response, secrets = [] } = definition
  const form: Form = typeof change === 'object' ? change : definition
  const writes = definition.useCase.kind === 'write'
  const keyed = location !== undefined || definition.repeatable === true
  const made = definition.accepted ? 202 : 201
  const dry = writes && secrets.length === 0
  const query = dry ? (definition.query ?? z.strictObject({})).extend(DryRunQuery.shape) : definition.query
  const seal = (call: { dryRun: boolean }) => (output: Output) => {
    const body = response.parse(definition.present(output)) as z.output<R>
    const created = location !== undefined && !call.dryRun
    const status = body === undefined ? 204 : created ? made : 200
    const answer: Answer = { status, location: created ? location(body) : null, body: body ?? null }
    return { answer, kept: { ...answer, body: withoutSecrets(body, secrets) } }
  }

  app.route({
    method: method as HTTPMethods,
    url: definition.url,
    schema: {
      operationId: definition.operationId,
      tags: [definition.tag],
      summary: definition.summary,
      ...(definition.description && { description: definition.description }),
      ...(definition.params && { params: definition.params }),
      querystring: query ?? z.strictObject({}),
      ...(definition.body && { body: definition.body }),
      ...(definition.recognise && { security: [] }),
      ...(definition.consumes && { consumes: [...definition.consumes] }),
      ...((change || keyed) && {
        headers: z.looseObject({
          ...(change && { 'if-match': z.string().describe('The ETag of what you read') }),
          ...(keyed && {
            'idempotency-key': z
              .string()
              .min(1)
              .max(200)
              .optional()
              .describe('Your own name for this request: repeated, it is done once'),
          }),
        }),
      }),
      response: responses(definition, { done: location === undefined ? 200 : made, keyed }),
    },
    config: { requiresMatch: change !== undefined, open: definition.recognise !== undefined },
    handler: async (request: FastifyRequest, reply: FastifyReply) => {
      const parsed: Parts<P, Q, B> = {
        params: request.params as Parsed<P>,
        query: request.query as Parsed<Q>,
        body: request.body as Parsed<B>,
        base: request.base,
      }
      const recognised = definition.recognise ? await definition.recognise(parsed) : (request.caller as C)
      if (recognised === null) return sendProblem(reply, problemOf(NOTHING_HERE))
      const caller = { ...recognised, correlationId: request.id }
      const dryRun = dry && (request.query as { dryRun?: boolean }).dryRun === true
      const ifMatch = request.headers['if-match']
      const given = definition.input(parsed, caller)
      const input = given instanceof Promise ? await given : success(given)
      if (!input.ok) return sendProblem(reply, problemOf(input.failure))
      const key = keyed ? request.headers['idempotency-key'] : undefined
      const result = await runner.execute(
        {
          caller,
          operation: definition.operationId,
          subjectId: (request.params as { id?: string } | undefined)?.id ?? null,
          dryRun,
          matches: change && ifMatch ? (view: never) => names(ifMatch, etagOf(view, form, secrets)) : null,
          idempotency:
            typeof key === 'string' && !dryRun ? { key, fingerprint: fingerprintOf(request) } : null,
          seal: seal({ dryRun }),
        },
        definition.useCase,
        input.value,
      )
      if (!result.ok) return sendProblem(reply, problemOf(result.failure))
      const { text } = definition
      const file = text && { ...text, name: text.fileName(parsed) }
      return sendAnswer(request, reply, result.value as Answer, secrets, file)
    },
  })
}

/** The entity tag of a body as its viewer sees it, secrets left out: strong, from the bytes. */
export const tag = (body: unknown): string =>
  `"${createHash('sha256').update(JSON.stringify(body)).digest('base64url').slice(0, 22)}"`

const etagOf = (view: never, form: Form, secrets: readonly string[]): string =>
  tag(withoutSecrets(form.response.parse(form.present(view)), secrets))

/** Whether an If-Match or If-None-Match header names a tag; weak tags compare by their value. */
export const names = (header: string, etag: string): boolean =>
  header.split(',').some((part) => part.trim() === '*' || part.trim().replace(/^W\//, '') === etag)

const withoutSecrets = (body: unknown, secrets: readonly string[]): unknown =>
  secrets.length === 0 || typeof body !== 'object' || body === null
    ? body
    : Object.fromEntries(Object.entries(body).filter(([name]) => !secrets.includes(name)))

const fingerprintOf = ({ method, url, body }: FastifyRequest): Buffer =>
  createHash('sha256')
    .update(`${method} ${url}\n`)
    .update(Buffer.isBuffer(body) ? body : JSON.stringify(body ?? null))
    .digest()

/** The one answer to what is hidden and to what does not exist. */
export const NOTHING_HERE: Failure = { code: 'not-found', detail: 'There is nothing here for you.' }

/** Sends a problem document. */
export const sendProblem = (reply: FastifyReply, problem: z.infer<typeof ProblemSchema>): FastifyReply => {
  if (problem.status === 401) reply.header('www-authenticate', 'Bearer')
  return reply
    .code(problem.status)
    .type('application/problem+json; charset=utf-8')
    .send(JSON.stringify(problem))
}

const sendAnswer = (
  request: FastifyRequest,
  reply: FastifyReply,
  answer: Answer,
  secrets: readonly string[],
  file: { readonly type: string; readonly name: string; readonly inline?: true } | undefined,
): FastifyReply => {
  reply.header('cache-control', 'private, no-cache')
  if (answer.location !== null) reply.header('location', answer.location)
  if (answer.status === 204) return reply.code(204).send()
  const etag = tag(withoutSecrets(answer.body, secrets))
  reply.header('etag', etag)
  const ifNoneMatch = request.headers['if-none-match']
  if (request.method === 'GET' && ifNoneMatch && names(ifNoneMatch, etag)) return reply.code(304).send()
  if (file) {
    if (file.inline) reply.header('content-security-policy', "default-src 'none'; sandbox")
    return reply
      .code(answer.status)
      .type(`${file.type}; charset=utf-8`)
      .header('content-disposition', `${file.inline ? 'inline' : 'attachment'}; filename="${file.name}"`)
      .header('x-content-type-options', 'nosniff')
      .send(answer.body)
  }
  return reply.code(answer.status).type('application/json; charset=utf-8').send(JSON.stringify(answer.body))
}

/** What any operation may be refused with. */
export const SHARED_FAILURES: readonly FailureCode[] = [
  'invalid-request',
  'unauthenticated',
  'forbidden',
  'not-found',
]

const responses = (
  definition: {
    response: z.ZodType
    failures?: readonly FailureCode[]
    change?: unknown
    body?: unknown
    text?: { readonly type: string }
  },
  { done, keyed }: { readonly done: 200 | 201 | 202; readonly keyed: boolean },
) => {
  const codes: FailureCode[] = [...SHARED_FAILURES, ...(definition.failures ?? [])]
  if (definition.change) codes.push('precondition-failed', 'precondition-required')
  if (keyed) codes.push('idempotency-key-reused')
  if (definition.body) codes.push('unsupported-media-type', 'too-large')
  const empty = definition.response instanceof z.ZodUndefined
  return {
    [empty ? 204 : done]: empty
      ? z.undefined().describe('Done')
      : {
          description: 'As asked',
          content: { [definition.text?.type ?? 'application/json']: { schema: definition.response } },
        },
    ...refusedAs(codes),
  }
}

/** How refusals with these codes are documented. */
export const refusedAs = (codes: readonly FailureCode[]) =>
  Object.fromEntries(
    [...Map.groupBy(codes, (code) => PROBLEMS[code].status)].map(([status, group]) => [
      status,
      {
        description: group.map((code) => `\`${code}\``).join(', '),
        content: { 'application/problem+json': { schema: ProblemSchema } },
      },
    ]),
  )
