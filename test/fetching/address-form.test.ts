import { BlockList } from 'node:net'
import fc from 'fast-check'
import t from 'tap'
import { readAddress } from '../../src/fetching/address-form.ts'
import { isPublicAddress } from '../../src/fetching/public-address.ts'

// The special-purpose registries of IANA, written out apart from the rule that is tested.
const special = new BlockList()
for (const range of [
  ...['0.0.0.0/8', '10.0.0.0/8', '100.64.0.0/10', '127.0.0.0/8', '169.254.0.0/16', '172.16.0.0/12'],
  ...['192.0.0.0/24', '192.0.2.0/24', '192.31.196.0/24', '192.52.193.0/24', '192.88.99.0/24'],
  ...['192.168.0.0/16', '192.175.48.0/24', '198.18.0.0/15', '198.51.100.0/24', '203.0.113.0/24'],
  ...['224.0.0.0/4', '240.0.0.0/4'],
]) {
  const [net = '', bits] = range.split('/')
  special.addSubnet(net, Number(bits), 'ipv4')
}

t.test('should agree with the registries about every IPv4 address', async (t) => {
  const near = fc.constantFrom(0, 10, 100, 127, 169, 172, 192, 198, 203, 224, 255)
  const byte = fc.nat({ max: 255 })
  fc.assert(
    fc.property(fc.oneof(near, byte), byte, byte, byte, (...bytes) => {
      const address = bytes.join('.')
      return isPublicAddress(address) === !special.check(address, 'ipv4')
    }),
    { numRuns: 5000 },
  )
  t.pass('5,000 addresses')
})

t.test('should refuse each form for its own reason, and never repeat the address', async (t) => {
  const reasons: Record<string, readonly string[]> = {
    'not an address of the web': ['', 'nonsense', 'https://'],
    'by https only': ['http://example.org/a.ics', 'file:///etc/passwd', 'ftp://example.org/a.ics'],
    'user name or password': ['https://director@example.org/', 'https://a:b@example.org/'],
    'usual port': ['https://example.org:8443/', 'webcal://example.org:80/'],
    'host of a private network': [
      'https://localhost/',
      'https://a.localhost./',
      'https://localhost../',
      'https://metadata.internal/',
    ],
    'not of the public internet': [
      ...['127.0.0.1', '2130706433', '0x7f.1', '0177.0.0.1', '127.1', '10.0.0.1.', '169.254.169.254'],
      ...['[::1]', '[::]', '[::ffff:8.8.8.8]', '[::8.8.8.8]', '[64:ff9b::8.8.8.8]', '[2002:808:808::]'],
      ...['[2001::1]', '[fe80::1]', '[fc00::1]', '[fd00:ec2::254]', '[2001:db8::1]', '[3fff::1]'],
    ].map((host) => `https://${host}/a.ics`),
  }
  for (const [reason, addresses] of Object.entries(reasons))
    for (const address of addresses) {
      const read = readAddress(address)
      t.match(read, { ok: false, failure: { code: 'calendar-unreachable', detail: reason } }, address)
    }
})

t.test('should take https and webcal addresses of public hosts', async (t) => {
  for (const address of [
    'https://example.org/a.ics',
    'webcal://example.org/a.ics',
    'WEBCALS://example.org./a.ics#x',
  ])
    t.match(readAddress(address), { ok: true, value: { href: 'https://example.org/a.ics' } }, address)
  t.ok(readAddress('https://[2606:4700::1111]/a.ics').ok)
})
