import { lookup } from 'node:dns/promises'
import { isIP, type LookupFunction } from 'node:net'
import { Agent, request } from 'undici'
import type { CalendarFetcher, Fetched, Validators } from '../domain/calendars/fetching.ts'
import { type Result, success } from '../domain/failures.ts'
import { isLoopback, readAddress } from './address-form.ts'
import { ACCEPTED, isReadable, readBody, TooLarge } from './body.ts'
import { isPublicAddress } from './public-address.ts'
import { connectionRefusal, refuse, statusRefusal } from './refusals.ts'

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
const NO_VALIDATORS: Validators = { etag: null, lastModified: null }

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
 * be public, and the connection is made to one of the very addresses that were checked, the next being tried where
 * one does not answer; redirects are read from the start.
 */
export const createCalendarFetcher = (options: FetcherOptions = {}): CalendarFetcher => {
  const limits = { ...LIMITS, ...options.limits }
  const loopback = options.allowLoopback ?? false
  const resolve = options.resolve ?? ((host: string) => lookup(host, { all: true, order: 'verbatim' }))
  const allowed = (address: string) => isPublicAddress(address) || (loopback && isLoopback(address))

  /** The addresses to connect to for a URL; none where any of them is not to be asked. */
  const checked = async (url: URL, signal: AbortSignal): Promise<readonly Resolved[]> => {
    const host = url.hostname.replace(/^\[|\]$/g, '')
    const literal = isIP(host)
    const all = literal ? [{ address: host, family: literal }] : await before(signal, resolve(host))
    return all.every(({ address }) => allowed(address)) ? all : []
  }

  /** One question to one URL: where to go next, or the answer. */
  const ask = async (url: URL, asked: Validators, signal: AbortSignal): Promise<Result<Fetched | URL>> => {
    const targets = await checked(url, signal)
    const [target] = targets
    if (!target) return refuse('The host of the address is not of the public internet.')
    // Asked for all of them, Node.js goes through them in turn.
    const pinned: LookupFunction = (_, how, done) =>
      how.all ? done(null, [...targets]) : done(null, target.address, target.family)
    const agent = new Agent({ connect: { lookup: pinned }, maxHeaderSize: 16_384, allowH2: false })
    try {
      const { statusCode, headers, body } = await request(url, {
        dispatcher: agent,
        signal,
        headers: {
          'user-agent': 'Mozilla/5.0 (compatible; PeerChallengeTriads/1.0)',
          accept: 'text/calendar',
          'accept-encoding': ACCEPTED,
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
      if (!isReadable(encoding)) return refuse('The server packs the calendar in a way that we do not read.')
      const bytes = await readBody(body, encoding, limits.bytes, signal)
      if (!/BEGIN:VCALENDAR/i.test(bytes.toString('latin1', 0, 2048)))
        return refuse('The address gives a page, not a calendar (perhaps a login page).')
      const validators = { etag: single(headers.etag), lastModified: single(headers['last-modified']) }
      return success({ kind: 'file', bytes, validators })
    } finally {
      await agent.destroy()
    }
  }

  /** Follows redirects. Validators belong to the origin of the address, and none is sent to or taken from another. */
  const follow = async (first: URL, asked: Validators, signal: AbortSignal): Promise<Result<Fetched>> => {
    let url = first
    for (let hop = 0; hop <= limits.redirects; hop += 1) {
      const atHome = url.origin === first.origin
      const answer = await ask(url, atHome ? asked : NO_VALIDATORS, signal)
      if (!answer.ok) return answer
      const given = answer.value
      if (!(given instanceof URL))
        return success(atHome || given.kind === 'unchanged' ? given : { ...given, validators: NO_VALIDATORS })
      url = given
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
        return connectionRefusal(error)
      } finally {
        clearTimeout(timer)
      }
    },
  }
}
