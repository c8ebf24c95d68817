import ipaddr from 'ipaddr.js'

// IPv6 that is handed out to the public lies in 2000::/3; these parts of it lead elsewhere, or carry an IPv4 address.
const NOT_PUBLIC = ['2001::/23', '2001:db8::/32', '2002::/16', '2620:4f:8000::/48', '3fff::/20'].map(
  (range) => ipaddr.IPv6.parseCIDR(range),
)
const GLOBAL = ipaddr.IPv6.parseCIDR('2000::/3')

/**
 * Whether an IP address is one of the public internet. Every special range, and every IPv6 form that carries an
 * IPv4 address (mapped, compatible, NAT64, 6to4, Teredo), is not; nor is what is no address at all.
 */
export const isPublicAddress = (address: string): boolean => {
  if (!ipaddr.isValid(address) || address.includes('%')) return false
  const parsed = ipaddr.parse(address)
  if (parsed instanceof ipaddr.IPv4) return parsed.range() === 'unicast'
  return parsed.match(GLOBAL) && !NOT_PUBLIC.some((range) => parsed.match(range))
}
