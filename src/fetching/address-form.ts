import { isIP } from 'node:net'
import ipaddr from 'ipaddr.js'
import { failure, type Result, success } from '../domain/failures.ts'
import { isPublicAddress } from './public-address.ts'

const refuse = (detail: string): Result<never> => failure('calendar-unreachable', detail)

/** Whether an IP address is the machine's own. */
export const isLoopback = (address: string): boolean =>
  ipaddr.isValid(address) && ipaddr.parse(address).range() === 'loopback'

/**
 * An address as it will be asked, by its form alone: https (webcal and webcals mean https), port 443, no user
 * info, and a host that may be public; a literal host must be. Refused with `calendar-unreachable`, in a sentence
 * that never repeats the address. `loopback` also takes http, any port and this machine (development and tests).
 */
export const readAddress = (address: string, loopback = false): Result<URL> => {
  const text = address.trim().replace(/^webcals?:/i, 'https:')
  if (!URL.canParse(text)) return refuse('This is not an address of the web.')
  const url = new URL(text)
  if (url.protocol !== 'https:' && !(loopback && url.protocol === 'http:'))
    return refuse('A calendar is fetched by https only.')
  if (url.username || url.password) return refuse('The address carries a user name or password.')
  if (url.port && !loopback) return refuse('A calendar is fetched from the usual port of https only.')
  url.hash = ''
  url.hostname = url.hostname.replace(/\.+$/, '')
  const host = url.hostname.replace(/^\[|\]$/g, '')
  if (!loopback && /(?:^|\.)(?:localhost|local|internal)$/.test(host))
    return refuse('The address names a host of a private network.')
  if (isIP(host) && !isPublicAddress(host) && !(loopback && isLoopback(host)))
    return refuse('The address is a number that is not of the public internet.')
  return success(url)
}
