import t from 'tap'
import { eachEngine } from '../fixtures/databases.ts'
import { startRound } from '../fixtures/events.ts'
import { csvOf, sendCsv } from '../fixtures/spreadsheets.ts'

void eachEngine(t, 'should take 400 people and their appointments at once', async (t, database) => {
  const { service, consultant, confirmed } = await startRound(t, database)
  await confirmed()
  const numbers = Array.from({ length: 400 }, (_, at) => at)
  const people = csvOf('id,name,email', ...numbers.map((at) => ['', `Moderator ${at}`, '']))
  const appointments = csvOf(
    'id,person_id,person,role,authorities,from,until',
    ...numbers.map((at) => ['', '', `Moderator ${at}`, 'moderator', 'Kent; Medway', '01/09/2019', '']),
  )
  for (const [table, file] of Object.entries({ people, appointments })) {
    const from = performance.now()
    const reply = await sendCsv(service, consultant, `/v1/${table}/import`, file)
    t.comment(`${table}: ${Math.round(performance.now() - from)} ms`)
    t.match(reply, { status: 200, body: { created: 400, refused: 0 } })
  }
  const audit = await consultant.get('/v1/audit-entries?limit=200')
  const imports = audit.body.items.filter(({ action }: { action: string }) => action.startsWith('import'))
  t.equal(imports.length, 2, 'one audit row for each file')
})
