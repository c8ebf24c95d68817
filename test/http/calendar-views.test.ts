import t from 'tap'
import {
  conference,
  diaryOf,
  inspections,
  KENT,
  kentTerms,
  NOWHERE,
  SURREY,
  startRegion,
} from '../fixtures/calendars.ts'
import { eachEngine } from '../fixtures/databases.ts'
import { appoint, change } from '../fixtures/service.ts'

void eachEngine(t, 'should let an office write about its own authority only', async (t, database) => {
  const { service, consultant, kent, surrey } = await startRegion(t, database)
  const assistant = await appoint(service, consultant, 'Assistant, Kent', {
    role: 'assistant',
    authorities: [KENT],
  })
  const contributor = await appoint(service, consultant, 'Contributor, Kent', {
    role: 'contributor',
    authorities: [KENT],
  })
  const day = { title: 'Half term', from: '2019-10-21', to: '2019-10-25' }
  t.equal((await kent.director.post('/v1/calendars', conference)).status, 403)
  t.equal((await surrey.director.post('/v1/calendars', kentTerms)).status, 403)
  t.equal((await contributor.post('/v1/calendars', kentTerms)).status, 403)
  const terms = await assistant.post('/v1/calendars', { ...kentTerms, commitments: [day] })
  t.equal(terms.status, 201)
  const url = `/v1/calendars/${terms.body.id}`
  t.equal((await change(kent.director, url, { confirm: true })).status, 200)
  t.equal((await change(surrey.director, url, { confirm: true })).status, 403)
  t.equal((await surrey.director.post(`${url}/commitments`, day)).status, 403)
  const [entry] = (await surrey.director.get(`${url}/commitments`)).body.items
  t.equal(entry.title, 'Half term', 'school holidays are no secret')
  t.equal((await change(surrey.director, `${url}/commitments/${entry.id}`, { title: 'x' })).status, 403)
  t.equal((await surrey.director.delete(`${url}/commitments/${entry.id}`, { 'if-match': '*' })).status, 403)
  t.equal((await kent.director.delete(`${url}/commitments/${entry.id}`, { 'if-match': '*' })).status, 204)
  t.equal((await kent.director.get(`${url}/commitments/${entry.id}`)).status, 404)

  const { body: shared } = await consultant.post('/v1/calendars', {
    ...conference,
    name: 'Annual conversations',
  })
  const into = `/v1/calendars/${shared.id}/commitments`
  t.equal((await kent.director.post(into, day)).status, 403, 'for the whole region')
  t.equal((await kent.director.post(into, { ...day, authorities: [KENT, SURREY] })).status, 403)
  const own = await kent.director.post(into, { ...day, authorities: [KENT] })
  t.equal(own.status, 201)
  const widened = await change(kent.director, `${into}/${own.body.id}`, { authorities: [] })
  t.equal(widened.status, 403, 'nor may an entry grow beyond the authority')

  const { body: calendars } = await kent.director.get('/v1/calendars')
  const holidays = calendars.items.find(({ kind }: { kind: string }) => kind === 'bank-holiday')
  const bank = `/v1/calendars/${holidays.id}`
  t.equal((await kent.director.post(`${bank}/commitments`, { ...day, authorities: [KENT] })).status, 403)
  t.equal((await change(kent.director, bank, { confirm: true })).status, 403)
  t.equal((await change(consultant, bank, { confirm: true })).status, 200)

  service.setClock('2019-06-01T09:00:00Z')
  const { body: posts } = await consultant.get(`/v1/appointments?personId=${assistant.personId}`)
  await change(consultant, `/v1/appointments/${posts.items[0].id}`, { until: '2019-06-01' })
  t.equal((await assistant.get('/v1/calendars')).status, 403, 'the right ends with the post')
  t.equal((await assistant.get(url)).status, 404)
})

void eachEngine(t, 'should show an inspection to others only as unavailable', async (t, database) => {
  const { consultant, kent, surrey } = await startRegion(t, database)
  const entry = { title: 'ILACS standard inspection', from: '2019-11-04', to: '2019-11-08' }
  const own = await kent.director.post('/v1/calendars', {
    kind: 'inspection',
    name: 'Ofsted in Kent',
    scope: { kind: 'authorities', authorities: [KENT] },
    commitments: [entry],
  })
  t.match(own, { status: 201, body: { kind: 'inspection', name: 'Ofsted in Kent' } })
  const { body: region } = await consultant.post('/v1/calendars', inspections)
  const nobody = await consultant.post(`/v1/calendars/${region.id}/commitments`, entry)
  t.match(nobody, { status: 400, body: { errors: [{ pointer: '/authorities' }] } })
  const oneStep = await kent.director.post(`/v1/calendars/${region.id}/commitments`, {
    ...entry,
    authorities: [KENT],
  })
  t.equal(oneStep.status, 201)

  for (const id of [own.body.id, region.id]) {
    const url = `/v1/calendars/${id}`
    const replies = [
      await surrey.director.get('/v1/calendars'),
      await surrey.director.get(url),
      await surrey.director.get(`${url}/commitments`),
      await change(surrey.director, url, { name: 'Mine' }),
    ]
    for (const reply of replies) t.notMatch(reply.text, /inspection|ofsted/i)
    t.match(replies[1]?.body, { kind: 'unavailable', name: 'Unavailable', checkedAt: null })
    t.match(replies[2]?.body.items, [{ title: 'Unavailable', from: '2019-11-04', to: '2019-11-08' }])
    t.equal(replies[3]?.status, 403)
    for (const insider of [kent.director, consultant]) {
      t.match((await insider.get(`${url}/commitments`)).body.items, [{ title: 'ILACS standard inspection' }])
    }
  }
  const sameName = await surrey.director.post('/v1/calendars', {
    kind: 'inspection',
    name: 'Ofsted in Kent',
    scope: { kind: 'authorities', authorities: [SURREY] },
  })
  t.equal(sameName.status, 201, 'that a hidden name is taken is not told')
})

void eachEngine(
  t,
  'should keep a personal calendar to its owner, and its spans to the consultant',
  async (t, database) => {
    const { consultant, kent, surrey } = await startRegion(t, database)
    const [owner, stranger] = [kent.director, surrey.director]
    const before = await stranger.get('/v1/calendars')
    t.equal((await stranger.post('/v1/calendars', diaryOf(owner))).status, 403)
    t.equal((await consultant.post('/v1/calendars', diaryOf(owner))).status, 403)
    const { body: diary } = await owner.post('/v1/calendars', diaryOf(owner))
    t.equal(diary.name, 'My very own diary')
    const url = `/v1/calendars/${diary.id}`
    const hours = { date: '2019-11-04', startTime: '09:00', endTime: '12:00', busy: 'out-of-office' }
    const titled = await owner.post(`${url}/commitments`, { ...hours, title: 'Hospital' })
    t.match(titled, { status: 400, body: { errors: [{ pointer: '/title' }] } })
    const { body: entry } = await owner.post(`${url}/commitments`, hours)
    t.match(entry, { ...hours, title: null, startsAt: '2019-11-04T09:00:00.000Z' })
    const retitled = await change(owner, `${url}/commitments/${entry.id}`, { title: 'Hospital' })
    t.match(retitled, { status: 400, body: { errors: [{ pointer: '/title' }] } })
    t.match((await change(owner, `${url}/commitments/${entry.id}`, { endTime: '13:00' })).body, {
      date: '2019-11-04',
      startTime: '09:00',
      endTime: '13:00',
      busy: 'out-of-office',
    })

    t.match((await consultant.get(url)).body, { kind: 'personal', name: 'Personal calendar' })
    t.match((await consultant.get(`${url}/commitments`)).body.items, [{ title: null, endTime: '13:00' }])
    t.notMatch((await consultant.get('/v1/calendars')).text, /very own/)
    t.equal((await change(consultant, url, { name: 'Theirs' })).status, 403)
    t.equal((await consultant.post(`${url}/commitments`, hours)).status, 403)
    t.equal((await consultant.delete(`${url}/commitments/${entry.id}`, { 'if-match': '*' })).status, 403)
    const { text: log } = await consultant.get('/v1/audit-entries?limit=500')
    t.match(log, /"action":"listCommitments"/, 'a look into it is in the audit log')
    t.notMatch(log, /Hospital|very own/)

    const pairs = [
      [url, `/v1/calendars/${NOWHERE}`],
      [`${url}/commitments`, `/v1/calendars/${NOWHERE}/commitments`],
      [`${url}/commitments/${entry.id}`, `/v1/calendars/${NOWHERE}/commitments/${NOWHERE}`],
    ] as const
    for (const [hidden, absent] of pairs) {
      const [one, other] = [await stranger.get(hidden), await stranger.get(absent)]
      t.equal(one.status, 404)
      t.equal(one.text, other.text)
      t.equal((await owner.get(hidden)).status, 200)
    }
    t.equal((await stranger.post(`${url}/commitments`, hours)).status, 404)
    t.equal((await stranger.patch(url, { name: 'x' }, { 'if-match': '*' })).status, 404)
    const after = await stranger.get('/v1/calendars')
    t.equal(after.text, before.text)
    t.equal(after.headers.etag, before.headers.etag)
    t.match((await owner.get('/v1/calendars')).text, new RegExp(diary.id))
    const same = await stranger.post('/v1/calendars', diaryOf(stranger))
    t.equal(same.status, 201, 'that a hidden name is taken is not told')
  },
)

void eachEngine(t, 'should show a region no calendar of another', async (t, database) => {
  const { service, consultant, kent } = await startRegion(t, database)
  const north = await service.region('North West')
  const day = { title: 'Summit', from: '2019-10-21', to: '2019-10-21' }
  const { body: calendar } = await consultant.post('/v1/calendars', { ...conference, commitments: [day] })
  const url = `/v1/calendars/${calendar.id}`
  const [entry] = (await kent.director.get(`${url}/commitments`)).body.items
  for (const path of [url, `${url}/commitments`, `${url}/commitments/${entry.id}`]) {
    t.equal((await kent.director.get(path)).status, 200)
    t.equal((await north.consultant.get(path)).status, 404)
  }
  t.equal((await north.consultant.post(`${url}/commitments`, day)).status, 404)
  t.equal((await north.consultant.patch(url, { name: 'x' }, { 'if-match': '*' })).status, 404)
  t.equal((await north.consultant.delete(`${url}/commitments/${entry.id}`, { 'if-match': '*' })).status, 404)
  t.equal((await north.consultant.get('/v1/calendars')).body.items.length, 1, 'its own bank holidays')
  const borrowed = { ...kentTerms, scope: { kind: 'authorities', authorities: [{ authorityId: kent.id }] } }
  t.match(await north.consultant.post('/v1/calendars', borrowed), {
    status: 400,
    body: { errors: [{ pointer: '/scope/authorities/0' }] },
  })
  const other = await north.consultant.post('/v1/calendars', conference)
  const astray = `/v1/calendars/${other.body.id}/commitments/${entry.id}`
  t.equal((await north.consultant.get(astray)).status, 404)
  t.equal((await service.nobody.get(url)).status, 401)
})
