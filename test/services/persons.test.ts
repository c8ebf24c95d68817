import t from 'tap'
import { erasePerson, exportPerson } from '../../src/services/keeping/persons.ts'
import { verifyAudit } from '../../src/services/keeping/verify-audit.ts'
import { dumpOf, eachEngine } from '../fixtures/databases.ts'
import { ABSENT, kentPdf, STAGES, startPapers, upload } from '../fixtures/papers.ts'
import { signKent } from '../fixtures/self-assessments.ts'
import { appoint, change } from '../fixtures/service.ts'

const NOW = new Date(STAGES.writing)

void eachEngine(
  t,
  'should export and erase a person, and keep what the record means',
  async (t, database) => {
    const at = await startPapers(t, database)
    const { consultant } = at.people
    const paper = at.papers.Kent ?? ''
    const person = await appoint(at.service, consultant, 'Zebedee, Kent', {
      role: 'delegate',
      authorities: [{ gssCode: 'E10000016' }],
    })
    const { personId } = person
    const named = await change(consultant, `/v1/people/${personId}`, { email: 'zebedee@example.org' })
    t.ok([200, 404, 405].includes(named.status))
    t.equal((await person.post('/v1/feeds', { name: 'Zebedee’s phone' })).status, 201)
    const calendar = await person.post('/v1/calendars', {
      kind: 'personal',
      name: 'Zebedee’s diary',
      scope: { kind: 'persons', personIds: [personId] },
    })
    t.equal(calendar.status, 201, calendar.text)
    const { body: document } = await upload(at, person, paper, kentPdf)
    t.equal((await signKent(at, at.people.director)).status, 200)
    const submitted = await person.post(`${paper}/submissions`, {})
    t.equal(submitted.status, 201)

    const exported = await exportPerson(database, NOW, personId)
    t.ok(exported.ok)
    if (!exported.ok) return
    const tables = Object.keys(exported.value)
    for (const table of [
      'person',
      'appointment',
      'token',
      'feed',
      'calendar_person',
      'document',
      'submission',
      'audit_entry',
    ])
      t.ok(tables.includes(table), `${table} is exported`)
    t.match(exported.value.person, [{ id: personId, name: 'Zebedee, Kent' }])
    const text = JSON.stringify(exported.value)
    t.notMatch(text, /"(hash|token_hash|code_hash|sections)"/)
    t.ok((exported.value.audit_entry ?? []).length > 5)

    t.match(await erasePerson(database, NOW, personId), {
      ok: false,
      failure: {
        code: 'wrong-state',
        detail: /Zebedee, Kent is delegate without an end: end the appointment/,
      },
    })
    const [{ id: post }] = (await consultant.get(`/v1/appointments?personId=${personId}`)).body.items
    t.equal((await change(consultant, `/v1/appointments/${post}`, { until: '2019-07-01' })).status, 200)
    t.match(await erasePerson(database, NOW, personId), { ok: true })
    t.notMatch(await dumpOf(database), /zebedee/i, 'no row of any table names them')
    t.equal((await person.get('/v1/me')).status, 401, 'their token is no more')
    const { body: versions } = await at.people.director.get(`${paper}/submissions`)
    t.match(versions.items, [
      { submittedBy: { id: personId, name: 'Erased person' }, documents: [{ id: document.id }] },
    ])
    const { body: readers } = await at.people.director.get(`${paper}/readers`)
    t.ok(JSON.stringify(readers).includes(personId), 'what they read stays')
    t.same((await verifyAudit(database, NOW)).breaks, [])
    const { rows } = await database.pool.query(
      `select action from audit_entry where subject_type = 'person' and subject_id = $1 and person_id is null order by sequence`,
      [personId],
    )
    t.same(
      rows.map(({ action }) => action),
      ['exportPerson', 'erasePerson'],
    )
  },
)

void eachEngine(t, 'should export and erase nobody who is of no region', async (t, database) => {
  const at = await startPapers(t, database)
  for (const id of [ABSENT, at.service.operator.personId]) {
    t.match(await exportPerson(database, NOW, id), { ok: false, failure: { code: 'not-found' } })
    t.match(await erasePerson(database, NOW, id), { ok: false, failure: { code: 'not-found' } })
  }
})
