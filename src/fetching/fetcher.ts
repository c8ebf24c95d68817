import { lookup } from 'node:dns/promises'
import { isIP, type LookupFunction } from 'node:net'
import { PassThrough, type Readable, Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib'
import { Agent, request } from 'undici'
import type { CalendarFetcher, Fetched, Validators } from '../domain/calendars/fetching.ts'
import { failure, type Result, success } from '../domain/failures.ts'
import { isLoopback, readAddress } from './address-form.ts'
import { isPublicAddress } from './public-address.ts'

/** An address that a host's name stands for. */
export interface Resolved {
  readonly address: string
  readonly family: number
}

export interface FetcherOptions {
  /** Every address of a host; the machine's own resolver where not given. */
  readonly resolve?: (host: string) => Promise<readonly Resolved[]>
  /** Also takes http, any port and this machine: for development and tests only. */
  readonly allowLoopback?: boolean
  /** The most bytes of a body (as sent and as decoded), milliseconds of a whole fetch, and redirects of one. */
  readonly limits?: {
    readonly bytes?: number
    readonly milliseconds?: number
    readonly redirects?: number
  }
}

const LIMITS = { bytes: 5 * 1024 * 1024, milliseconds: 15_000, redirects: 3 }
const REDIRECTS = [301, 302, 303, 307, 308]
const DECODERS: Record<string, () => Transform> = {
  gzip: createGunzip,
  'x-gzip': createGunzip,
  deflate: createInflate,
  br: createBrotliDecompress,
}

const refuse = (detail: string): Result<never> => failure('calendar-unreachable', detail)

const statusRefusal = (status: number): Result<never> => {
  if (status === 401 || status === 403)
    return refuse('The server does not let us read the calendar; it may not be shared any more.')
  if (status === 404 || status === 410) return refuse('The server knows no calendar at this address.')
  if (status === 429) return refuse('The server asks us to come back later.')
  if (status >= 500) return refuse('The server has a fault of its own.')
  if (status >= 400) return refuse('The server refuses the request.')
  return refuse('The server answers with something other than a calendar.')
}

class TooLarge extends Error {}

/** Passes a stream on until it is more than `most` bytes, and hands each chunk to `keep`. */
const atMost = (most: number, keep: (chunk: Buffer) => void = () => undefined) => {
  let bytes = 0
  return new Transform({
    transform: (chunk: Buffer, _, done) => {
      bytes += chunk.length
      if (bytes > most) return done(new TooLarge())
      keep(chunk)
      done(null, chunk)
    },
  })
}

const readBody = async (body: Readable, encoding: string, most: number, signal: AbortSignal) => {
  const kept: Buffer[] = []
  const decoder = DECODERS[encoding]?.() ?? new PassThrough()
  const last = atMost(most, (chunk) => kept.push(chunk)).resume()
  await pipeline([body, atMost(most), decoder, last], { signal })
  return Buffer.concat(kept)
}

/** A promise, or a rejection as soon as the deadline has passed (a resolver cannot be stopped, only left). */
const before = <T>(signal: AbortSignal, promise: Promise<T>): Promise<T> =>
  Promise.race([
    promise,
    new Promise<never>((_, reject) => {
      if (signal.aborted) reject(signal.reason)
      signal.addEventListener('abort', () => reject(signal.reason), { once: true })
    }),
  ])

const single = (header: string | readonly string[] | undefined) =>
  typeof header === 'string' ? header : null

/**
 * Fetches calendars from the public internet only. A host is resolved once for each hop, every address of it must
 * be public, and the connection is made to the very address that was checked; redirects are read from the start.
 */
export const createCalendarFetcher = (options: FetcherOptions = {}): CalendarFetcher => {
  const limits = { ...LIMITS, ...options.limits }
  const loopback = options.allowLoopback ?? false
  const resolve = options.resolve ?? ((host: string) => lookup(host, { all: true, order: 'verbatim' }))
  const allowed = (address: string) => isPublicAddress(address) || (loopback && isLoopback(address))

  /** The address to connect to for a URL; null where any of its addresses is not to be asked. */
  const checked = async (url: URL, signal: AbortSignal): Promise<Resolved | null> => {
    const host = url.hostname.replace(/^\[|\]$/g, '')
    const literal = isIP(host)
    const all = literal ? [{ address: host, family: literal }] : await before(signal, resolve(host))
    return all.every(({ address }) => allowed(address)) ? (all[0] ?? null) : null
  }

  /** One question to one URL: where to go next, or the answer. */
  const ask = async (url: URL, asked: Validators, signal: AbortSignal): Promise<Result<Fetched | URL>> => {
    const target = await checked(url, signal)
    if (!target) return refuse('The host of the address is not of the public internet.')
    const pinned: LookupFunction = (_, how, done) =>
      how.all ? done(null, [target]) : done(null, target.address, target.family)
    const agent = new Agent({ connect: { lookup: pinned }, maxHeaderSize: 16_384, allowH2: false })
    try {
      const { statusCode, headers, body } = await request(url, {
        dispatcher: agent,
        signal,
        headers: {
          'user-agent': 'Mozilla/5.0 (compatible; PeerChallengeTriads/1.0)',
          accept: 'text/calendar',
          'accept-encoding': 'gzip, deflate, br',
          ...(asked.etag && { 'if-none-match': asked.etag }),
          ...(asked.lastModified && { 'if-modified-since': asked.lastModified }),
        },
      })
      body.on('error', () => undefined) // a body that is left unread ends in an error when its agent goes
      if (REDIRECTS.includes(statusCode)) {
        const next = single(headers.location)
        if (!next || !URL.canParse(next, url.href)) return refuse('The server sends us on to no address.')
        const read = readAddress(new URL(next, url.href).href, loopback)
        return read.ok ? read : refuse('The server sends us on to an address that may not be asked.')
      }
      if (statusCode === 304 && (asked.etag || asked.lastModified)) return success({ kind: 'unchanged' })
      if (statusCode !== 200) return statusRefusal(statusCode)
      const encoding = String(headers['content-encoding'] ?? 'identity')
        .trim()
        .toLowerCase()
      if (encoding !== 'identity' && !Object.hasOwn(DECODERS, encoding))
        return refuse('The server packs the calendar in a way that we do not read.')
      const bytes = await readBody(body, encoding, limits.bytes, signal)
      if (!/BEGIN:VCALENDAR/i.test(bytes.toString('latin1', 0, 2048)))
        return refuse('The address gives a page, not a calendar (perhaps a login page).')
      const validators = { etag: single(headers.etag), lastModified: single(headers['last-modified']) }
      return success({ kind: 'file', bytes, validators })
    } finally {
      await agent.destroy()
    }
  }

  const follow = async (first: URL, asked: Validators, signal: AbortSignal): Promise<Result<Fetched>> => {
    let url = first
    for (let hop = 0; hop <= limits.redirects; hop += 1) {
      const none = { etag: null, lastModified: null }
      const answer = await ask(url, url.origin === first.origin ? asked : none, signal)
      if (!answer.ok) return answer
      if (!(answer.value instanceof URL)) return success(answer.value)
      url = answer.value
    }
    return refuse('The server sends us on too many times.')
  }

  return {
    check: (address) => {
      const read = readAddress(address, loopback)
      return read.ok ? success(null) : read
    },
    fetch: async (address, asked) => {
      const read = readAddress(address, loopback)
      if (!read.ok) return read
      const deadline = new AbortController()
      const timer = setTimeout(() => deadline.abort(), limits.milliseconds)
      try {
        return await follow(read.value, asked, deadline.signal)
      } catch (error) {
        if (error instanceof TooLarge) return refuse('The calendar is too large.')
        if (deadline.signal.aborted) return refuse('The server takes too long to answer.')
        return refuse('The server cannot be reached, or breaks off its answer.')
      } finally {
        clearTimeout(timer)
      }
    },
  }
}
