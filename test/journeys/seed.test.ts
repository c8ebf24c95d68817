import t from 'tap'
import { openApi } from '../../scripts/api.ts'
import { startInstance } from '../../scripts/demo/instance.ts'
import { addressFrom } from '../../scripts/operator.ts'
import { ownFolder } from '../fixtures/folders.ts'
import { startScript } from '../fixtures/script-process.ts'
import { BOOTSTRAP, spawnService } from '../fixtures/service-process.ts'

const tokenAfter = (heading: string, out: string): string =>
  new RegExp(`${heading}[^\\n]*\\n\\s*([\\w-]{43})`).exec(out)?.[1] ?? ''

t.test('the seed loads another region with the enrolment in the data folder, once', async (t) => {
  const { url, dataDir, stop } = await startInstance('2019-05-13T09:00:00+01:00')
  t.teardown(stop)
  const seed = (args: readonly string[], settings = {}) =>
    startScript('seed.ts', ['--url', url, '--data-dir', dataDir, ...args], settings).outcome

  const unknown = await seed(['--region', 'wessex'])
  t.equal(unknown.code, 1)
  t.match(unknown.error, /“wessex” is none/)
  for (const name of ['south-east', 'east-of-england', 'yorkshire-and-the-humber'])
    t.match(unknown.error, name)

  const first = await seed(['--region', 'north-west'])
  t.match(first, { code: 0, error: '' })
  t.match(first.out, 'North West: 24 authorities')
  t.match(first.out, 'inferred: who is director')
  const consultant = openApi(url, tokenAfter("The consultant's token", first.out))
  const count = async () => ({
    authorities: (await consultant.list('/v1/authorities')).length,
    people: (await consultant.list('/v1/people')).length,
    appointments: (await consultant.list('/v1/appointments')).length,
  })
  t.strictSame(await count(), { authorities: 24, people: 25, appointments: 25 }, 'the consultant is one more')

  const again = await seed(['--region', 'north-west'])
  t.equal(again.code, 1)
  t.match(again.error, /No operator's enrolment waits in .*--token or OPERATOR_TOKEN/)
  const operator = { OPERATOR_TOKEN: tokenAfter("The operator's token", first.out) }
  t.match(await seed(['--region', 'north-west'], operator), {
    code: 0,
    out: 'North West is there already: nothing was changed.',
  })
  t.strictSame(await count(), { authorities: 24, people: 25, appointments: 25 })

  const silent = await startScript('seed.ts', ['--region', 'london', '--url', 'http://127.0.0.1:1'], operator)
    .outcome
  t.match(silent, { code: 1, error: /No service answers at http:\/\/127\.0\.0\.1:1: .*--url/ })
})

t.test('the seed asks where the settings say that the service answers', async (t) => {
  t.equal(addressFrom({}), 'http://127.0.0.1:3000')
  t.equal(addressFrom({ HOST: '', PORT: '' }), 'http://127.0.0.1:3000')
  t.equal(addressFrom({ HOST: '0.0.0.0', PORT: '8080' }), 'http://127.0.0.1:8080')
  t.equal(addressFrom({ HOST: '::', PORT: '8080' }), 'http://[::1]:8080')
  t.equal(addressFrom({ HOST: 'triads.example.org' }), 'http://triads.example.org:3000')
})

t.test('the seed enrols the operator with BOOTSTRAP_TOKEN, once', async (t) => {
  const service = await spawnService({ DATA_DIR: await ownFolder(t) })
  t.teardown(() => service.stop())
  const settings = { BOOTSTRAP_TOKEN: BOOTSTRAP, PORT: new URL(service.address).port }
  const seed = () => startScript('seed.ts', ['--region', 'north-west'], settings).outcome
  const first = await seed()
  t.match(first, { code: 0, error: '' })
  const operator = openApi(service.address, tokenAfter("The operator's token", first.out))
  t.match(await operator.list('/v1/regions'), [{ name: 'North West' }])
  t.match(await seed(), {
    code: 1,
    error: /^BOOTSTRAP_TOKEN lets nobody in: .* --token or OPERATOR_TOKEN\.\n$/,
  })
})

t.test('the commands say how they are used', async (t) => {
  for (const name of ['seed', 'demo']) {
    const usage = new RegExp(`npm run ${name} `)
    t.match(await startScript(`${name}.ts`, ['--help']).outcome, { code: 0, out: usage, error: '' })
    const unknown = await startScript(`${name}.ts`, ['--regoin']).outcome
    t.match(unknown, { code: 1, out: '', error: /^Unknown option '--regoin'/ })
    t.match(unknown.error, usage)
    t.notMatch(unknown.error, /\n {4}at /, 'no stack trace')
  }
})
