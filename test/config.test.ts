import t from 'tap'
import { readConfig, SettingsError } from '../src/config.ts'

const DATABASE_URL = 'postgres://triads:very-secret@db.example.org/triads'
const SERVICE_KEY = Buffer.alloc(32).toString('base64')

t.test('no setting is needed, and an empty one is none', async (t) => {
  t.match(readConfig({}), { HOST: '127.0.0.1', PORT: 3000, DATA_DIR: './data' })
  t.equal(readConfig({ DATABASE_URL: '' }).DATABASE_URL, undefined)
  t.equal(readConfig({ PORT: '' }).PORT, 3000)
})

t.test('a wrong setting is named once with what is valid, and its value is not shown', async (t) => {
  const wrong = {
    PORT: '65536',
    SERVICE_KEY: 'hunter2',
    DATABASE_URL: 'mysql://very-secret@x',
    BASE_URL: 'ftp://very-secret',
    TRUST_PROXY: 'very-secret',
    BOOTSTRAP_TOKEN: 'very-secret',
    LOG_LEVEL: 'very-secret',
    DEMO_CLOCK: 'very-secret',
  }
  const error = t.throws(() => readConfig(wrong), SettingsError) as Error
  t.strictSame(error.message.split('\n').slice(1).sort(), [
    '  BASE_URL: an address that begins with http:// or https://',
    '  BOOTSTRAP_TOKEN: at least 32 characters',
    '  DATABASE_URL: an address that begins with postgres://',
    '  DEMO_CLOCK: a moment with its offset, such as 2019-05-13T09:00:00+01:00',
    '  LOG_LEVEL: fatal, error, warn, info, debug, trace or silent',
    '  PORT: a whole number from 0 to 65535',
    '  SERVICE_KEY: 32 bytes in base64',
    '  TRUST_PROXY: true or false',
  ])
  for (const PORT of ['http', ' ', '1e3', '-1', '80.5']) t.throws(() => readConfig({ PORT }), /PORT: a whole/)
})

t.test('the clock is set only for demonstrations', async (t) => {
  const DEMO_CLOCK = '2019-05-13T09:00:00+01:00'
  t.equal(readConfig({ DEMO_CLOCK }).DEMO_CLOCK, DEMO_CLOCK)
  const error = t.throws(() => readConfig({ DEMO_CLOCK, DATABASE_URL, SERVICE_KEY }), SettingsError) as Error
  t.match(error.message, /DEMO_CLOCK: is for demonstrations/)
  t.throws(() => readConfig({ DEMO_CLOCK: 'May' }), SettingsError)
})

t.test('with PostgreSQL the key must be given, because several processes share it', async (t) => {
  t.throws(() => readConfig({ DATABASE_URL }), /SERVICE_KEY: is needed with DATABASE_URL/)
  t.equal(readConfig({ DATABASE_URL, SERVICE_KEY }).DATABASE_URL, DATABASE_URL)
})

t.test('the owner’s address is for the database that the service uses', async (t) => {
  const MIGRATION_DATABASE_URL = 'postgres://owner:very-secret@db.example.org/triads'
  const read = () => readConfig({ MIGRATION_DATABASE_URL })
  t.throws(read, /MIGRATION_DATABASE_URL: is for the database of DATABASE_URL, which is not set/)
  t.match(readConfig({ MIGRATION_DATABASE_URL, DATABASE_URL, SERVICE_KEY }), { MIGRATION_DATABASE_URL })
})
