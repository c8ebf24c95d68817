import t from 'tap'
import { readConfig, SettingsError } from '../src/config.ts'

const DATABASE_URL = 'postgres://triads:very-secret@db.example.org/triads'
const SERVICE_KEY = Buffer.alloc(32).toString('base64')

t.test('no setting is needed, and an empty one is none', async (t) => {
  t.match(readConfig({}), { HOST: '127.0.0.1', PORT: 3000, DATA_DIR: './data' })
  t.equal(readConfig({ DATABASE_URL: '' }).DATABASE_URL, undefined)
})

t.test('a wrong setting is named and its value is not shown', async (t) => {
  const read = () =>
    readConfig({ PORT: 'http', SERVICE_KEY: 'hunter2', DATABASE_URL: 'mysql://very-secret@x' })
  const error = t.throws(read, SettingsError) as Error
  for (const name of ['PORT', 'SERVICE_KEY', 'DATABASE_URL']) t.match(error.message, name)
  t.notMatch(error.message, /hunter2|very-secret/)
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
