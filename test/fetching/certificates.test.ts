import { getCACertificates, setDefaultCACertificates } from 'node:tls'
import t from 'tap'
import { createCalendarFetcher } from '../../src/fetching/fetcher.ts'
import { type Certificate, canMakeCertificates, createAuthority } from '../fixtures/certificates.ts'
import { ICS, serve } from '../fixtures/loopback-server.ts'

const HOST = 'calendars.example.org'
const skip = canMakeCertificates() ? false : 'there is no OpenSSL 3 here to make certificates with'

/** Fetches from a server of this machine that goes by the host’s name and shows that certificate. */
const fetchFrom = async (t: Parameters<typeof serve>[0], certificate: Certificate) => {
  const { port } = await serve(t, (_, response) => response.end(ICS), certificate)
  const fetcher = createCalendarFetcher({
    allowLoopback: true,
    resolve: async () => [{ address: '127.0.0.1', family: 4 }],
  })
  return fetcher.fetch(`https://${HOST}:${port}/`, { etag: null, lastModified: null })
}

t.test(
  'should take a server’s word only by a certificate that is its own and trusted',
  { skip },
  async (t) => {
    const authority = createAuthority(t.testdir())
    const good = authority.sign(HOST)
    const itself = authority.signItself(HOST)
    const refused = (detail: string) => ({ ok: false, failure: { code: 'calendar-unreachable', detail } })
    const untrusted = refused('signed by nobody whom we trust')
    t.match(await fetchFrom(t, itself), untrusted)
    t.match(await fetchFrom(t, good), untrusted, 'an authority that nobody knows')

    const before = getCACertificates('default')
    t.teardown(() => setDefaultCACertificates(before))
    setDefaultCACertificates([...before, authority.cert])
    t.match(await fetchFrom(t, good), { ok: true, value: { kind: 'file' } })
    t.match(await fetchFrom(t, authority.sign(HOST, -1)), refused('has expired'))
    t.match(await fetchFrom(t, authority.sign('calendars.example.com')), refused('for another name'))
    t.match(await fetchFrom(t, itself), untrusted)
  },
)
