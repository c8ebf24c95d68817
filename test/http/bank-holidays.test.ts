import t from 'tap'
import { keepBankHolidays } from '../../src/services/calendars/bank-holidays.ts'
import { eachEngine } from '../fixtures/databases.ts'
import { startRound, type TestRound } from '../fixtures/events.ts'
import { roundRequest } from '../fixtures/round.ts'
import { type Client, change } from '../fixtures/service.ts'

const LATER = {
  label: '2026-27',
  window: { first: '2026-10-01', last: '2026-12-31' },
  deadlines: { selfAssessmentDue: '2026-07-31', commentsDue: '2026-09-06', releaseOn: '2026-09-13' },
  requiredCalendars: [{ kind: 'bank-holiday', scope: 'region' }],
}

const calendarOf = async (consultant: Client) => {
  const { body } = await consultant.get('/v1/calendars?limit=200')
  return body.items.find(({ name }: { name: string }) => name === 'Bank holidays')
}

/** The bank holidays of a year, as the region's calendar has them. */
const daysIn = async (consultant: Client, year: number): Promise<string[]> => {
  const { id } = await calendarOf(consultant)
  const { body } = await consultant.get(
    `/v1/calendars/${id}/commitments?limit=200&from=${year}-01-01&to=${year}-12-31`,
  )
  return body.items.map(({ from }: { from: string }) => from).toSorted()
}

const rulesOn = async ({ consultant }: TestRound, roundId: string, date: string): Promise<string[]> => {
  const { body } = await consultant.post('/v1/challenge-events', {
    roundId,
    kind: 'summit',
    title: 'Summit',
    triadId: null,
    date,
  })
  return body.clashes.map(({ rule }: { rule: string }) => rule)
}

await eachEngine(t, 'should know the bank holidays of the years of every round', async (t, database) => {
  const round = await startRound(t, database)
  const { consultant } = round
  t.match(await calendarOf(consultant), { coversFrom: '2018-01-01', coversTo: '2024-12-31' })
  const { id: calendarId } = await calendarOf(consultant)
  const byHand = { title: 'New Year, by hand', from: '2025-01-01', to: '2025-01-01' }
  t.equal((await consultant.post(`/v1/calendars/${calendarId}/commitments`, byHand)).status, 201)

  const { status, body: later } = await consultant.post('/v1/rounds', roundRequest(LATER))
  t.equal(status, 201)
  t.match(await calendarOf(consultant), { coversTo: '2026-12-31' }, 'a round lengthens it')
  t.same((await daysIn(consultant, 2025)).length, 8, 'no day is there twice')
  t.same((await daysIn(consultant, 2026)).slice(-2), ['2026-12-25', '2026-12-28'])
  t.same(await rulesOn(round, later.id, '2026-12-28'), ['bank-holiday'])
  t.same(await rulesOn(round, later.id, '2026-11-10'), [], 'and of other days it says that they are free')

  const at = `/v1/rounds/${later.id}`
  t.equal((await change(consultant, at, { window: { first: '2026-10-01', last: '2027-04-30' } })).status, 200)
  t.match(await calendarOf(consultant), { coversTo: '2027-12-31' }, 'so does a window that moves')
  t.same(await rulesOn(round, later.id, '2027-03-29'), ['bank-holiday'], 'Easter Monday')

  const copied = await consultant.post('/v1/rounds', {
    label: '2028-29',
    copyFrom: later.id,
    window: { first: '2028-10-02', last: '2028-12-15' },
  })
  t.equal(copied.status, 201, 'deadlines are moved by working days of years not known before')
  t.match(copied.body.deadlines, { selfAssessmentDue: '2028-08-01' })
})

await eachEngine(t, 'should hold unknown what lies too far ahead to be meant', async (t, database) => {
  const round = await startRound(t, database)
  const far = { ...LATER, window: { first: '2091-10-01', last: '2091-12-31' }, deadlines: {} }
  const { body } = await round.consultant.post('/v1/rounds', roundRequest(far))
  t.match(await calendarOf(round.consultant), { coversTo: '2039-12-31' })
  t.same(await rulesOn(round, body.id, '2091-11-14'), ['calendar-unknown'])
})

await eachEngine(t, 'should keep bank holidays five years ahead by itself', async (t, database) => {
  const { consultant } = await startRound(t, database)
  const { id } = await calendarOf(consultant)
  const [newYear = ''] = await daysIn(consultant, 2024)
  const { body } = await consultant.get(`/v1/calendars/${id}/commitments?from=${newYear}&to=${newYear}`)
  const address = `/v1/calendars/${id}/commitments/${body.items[0].id}`
  const { headers } = await consultant.get(address)
  await consultant.delete(address, { 'if-match': String(headers.etag) })

  await keepBankHolidays(database, () => new Date('2019-12-31T23:59:59Z'))
  t.match(await calendarOf(consultant), { coversTo: '2024-12-31' })
  const newYears = () => new Date('2020-01-01T00:00:00Z')
  await Promise.all([keepBankHolidays(database, newYears), keepBankHolidays(database, newYears)])
  t.match(await calendarOf(consultant), { coversTo: '2025-12-31' })
  t.equal((await daysIn(consultant, 2025)).length, 8, 'once, though two processes do it')
  t.equal((await daysIn(consultant, 2024)).length, 7, 'what the consultant took out stays out')
})
