import { randomUUID } from 'node:crypto'

/** A clash, as far as the scripts show it. */
export interface Clash {
  readonly rule: string
  readonly severity: 'blocking' | 'warning'
  readonly message: string
  readonly calendarName: string | null
  readonly commitmentId: string | null
  readonly commitmentTitle: string | null
  readonly authorityIds: readonly string[]
  readonly waived: string | null
}

/** A problem document (RFC 9457). */
export interface Problem {
  readonly status: number
  readonly code: string
  readonly detail: string
  readonly errors?: readonly { readonly pointer: string; readonly detail: string }[]
  readonly clashes?: readonly Clash[]
}

/** The service refused a call; the message says what it said, field by field. */
export class Refusal extends Error {
  override name = 'Refusal'
  readonly problem: Problem

  constructor(call: string, problem: Problem) {
    const fields = problem.errors?.map(({ pointer, detail }) => `\n  ${pointer}: ${detail}`) ?? []
    super(`${call} was refused with ${problem.status} ${problem.code}: ${problem.detail}${fields.join('')}`)
    this.problem = problem
  }
}

/** What came back: JSON, or null where there is none; `etag` names this version of it. */
export interface Answer<T> {
  readonly status: number
  readonly headers: Headers
  readonly etag: string
  readonly body: T
}

/** A list as every address answers it. */
export interface Page<T> {
  readonly items: readonly T[]
  readonly nextCursor: string | null
}

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

/** One person's calls to a running service. Every refusal is thrown as a `Refusal`. */
export interface Api {
  readonly url: string
  readonly token: string
  /** Any call. A body that is bytes goes as it is, with the `content-type` among the headers; any other as JSON. */
  send<T>(method: Method, path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer<T>>
  read<T>(path: string): Promise<T>
  /** Every item of a list, page by page. */
  list<T>(path: string): Promise<T[]>
  /** Makes something once, even if the answer is lost on the way and the call repeated. */
  create<T>(path: string, body: unknown): Promise<T>
  /** Changes a record as it stands now: `PATCH /v1/triads/7`, or `POST` to one of its moves with `move`. */
  change<T>(method: 'PUT' | 'PATCH', path: string, body: unknown): Promise<T>
  move<T>(path: string, move: string, body?: unknown): Promise<T>
}

/** The client of the person whose token it is; without one, of nobody. */
export const openApi = (url: string, token = ''): Api => {
  const send = async <T>(
    method: Method,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<Answer<T>> => {
    const raw = body instanceof Uint8Array
    const response = await fetch(new URL(path, url), {
      method,
      headers: {
        ...(token && { authorization: `Bearer ${token}` }),
        ...(body !== undefined && !raw && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body !== undefined && { body: raw ? Buffer.from(body) : JSON.stringify(body) }),
    })
    const isJson = /json/.test(response.headers.get('content-type') ?? '')
    const answer = isJson ? await response.json() : null
    if (response.status >= 400) throw new Refusal(`${method} ${path}`, problemOf(response, answer))
    const etag = response.headers.get('etag') ?? ''
    return { status: response.status, headers: response.headers, etag, body: answer as T }
  }
  const changing = async <T>(method: Method, path: string, target: string, body?: unknown): Promise<T> => {
    const { etag } = await send('GET', path)
    return (await send<T>(method, target, body, { 'if-match': etag })).body
  }
  const read = async <T>(path: string): Promise<T> => (await send<T>('GET', path)).body
  return {
    url,
    token,
    send,
    read,
    list: async <T>(path: string): Promise<T[]> => {
      const items: T[] = []
      for (let cursor: string | null = ''; cursor !== null; ) {
        const next: string = `${path.includes('?') ? '&' : '?'}limit=100${cursor && `&cursor=${encodeURIComponent(cursor)}`}`
        const page: Page<T> = await read(path + next)
        items.push(...page.items)
        cursor = page.nextCursor
      }
      return items
    },
    create: async <T>(path: string, body: unknown): Promise<T> => {
      const once = { 'idempotency-key': randomUUID() }
      const attempt = () => send<T>('POST', path, body, once)
      const answer = await attempt().catch((error: unknown) => {
        if (error instanceof Refusal) throw error
        return attempt()
      })
      return answer.body
    },
    change: (method, path, body) => changing(method, path, path, body),
    move: (path, move, body) => changing('POST', path, `${path}/${move}`, body),
  }
}

const problemOf = ({ status, statusText }: Response, body: unknown): Problem =>
  typeof body === 'object' && body !== null && 'detail' in body
    ? (body as Problem)
    : { status, code: 'no-problem-document', detail: statusText }

/** The problem document of a call that must be refused; an acceptance is the error. */
export const refusalOf = async (call: Promise<unknown>): Promise<Problem> => {
  const outcome = await call.catch((error: unknown) => error)
  if (outcome instanceof Refusal) return outcome.problem
  if (outcome instanceof Error) throw outcome
  throw new Error(`The service accepted what it should have refused: ${JSON.stringify(outcome)}`)
}
