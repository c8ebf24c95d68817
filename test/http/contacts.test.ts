import t from 'tap'
import { eachEngine } from '../fixtures/databases.ts'
import { addAuthorities, appoint, type Client, startService } from '../fixtures/service.ts'

const DETAILS = { email: 'director.kent@example.org', phone: '01632 960001', address: null, note: null }

const put = async (client: Client, url: string, body: object) =>
  client.put(url, body, { 'if-match': String((await client.get(url)).headers.etag) })

const confirm = async (client: Client, url: string) =>
  client.post(`${url}/confirm`, undefined, { 'if-match': String((await client.get(url)).headers.etag) })

void eachEngine(t, 'should let an office say and confirm how it is reached', async (t, database) => {
  const service = await startService(t, database)
  const { consultant } = await service.region()
  const { Kent, Surrey } = await addAuthorities(service, consultant, {
    Kent: 'E10000016',
    Surrey: 'E10000030',
  })
  if (!Kent || !Surrey) throw new Error('no authorities')
  const office = (role: string) =>
    appoint(service, consultant, `${role}, Kent`, { role, authorities: [{ gssCode: 'E10000016' }] })
  const url = `/v1/authorities/${Kent.id}/contact`
  const empty = { email: null, phone: null, address: null, note: null, confirmedAt: null, due: true }
  const authority = { id: Kent.id, name: 'Kent' }
  t.same((await Surrey.director.get(url)).body, { authority, ...empty })
  t.match(await confirm(Kent.director, url), { status: 409, body: { code: 'wrong-state' } })

  t.match(await put(consultant, url, DETAILS), { status: 200, body: { ...DETAILS, due: true } })
  t.match(await confirm(Surrey.director, url), { status: 403 })
  t.match(await confirm(consultant, url), { status: 403 })
  t.match(await put(Surrey.director, url, DETAILS), { status: 403 })
  t.match(await put(await office('contributor'), url, DETAILS), { status: 403 })
  const confirmedAt = '2019-05-10T09:00:00.000Z'
  t.match(await confirm(await office('assistant'), url), { status: 200, body: { confirmedAt, due: false } })

  service.setClock('2019-06-01T09:00:00Z')
  const corrected = await put(consultant, url, { ...DETAILS, phone: '01632 960002' })
  t.match(corrected.body, { phone: '01632 960002', confirmedAt: null, due: true })
  const again = await put(await office('delegate'), url, DETAILS)
  t.match(again.body, { ...DETAILS, confirmedAt: '2019-06-01T09:00:00.000Z', due: false })
  service.setClock('2020-06-01T08:59:59Z')
  t.equal((await Surrey.director.get(url)).body.due, false)
  service.setClock('2020-06-01T09:00:00Z')
  t.equal((await Surrey.director.get(url)).body.due, true)
})

void eachEngine(t, 'should list who has not confirmed', async (t, database) => {
  const service = await startService(t, database)
  const { consultant } = await service.region()
  const { consultant: stranger } = await service.region('North West')
  const { Kent, Surrey } = await addAuthorities(service, consultant, {
    Kent: 'E10000016',
    Surrey: 'E10000030',
  })
  const director = Kent?.director ?? service.nobody
  const url = `/v1/authorities/${Kent?.id}/contact`
  t.equal((await put(director, url, DETAILS)).status, 200)
  const named = async (query: string) =>
    (await director.get(`/v1/contacts${query}`)).body.items.map(
      ({ authority }: { authority: { name: string } }) => authority.name,
    )
  t.same(await named(''), ['Kent', 'Surrey'])
  t.same(await named('?due=true'), ['Surrey'])
  t.same(await named('?due=false'), ['Kent'])
  t.match(await director.get('/v1/contacts?due=perhaps'), { status: 400 })
  t.same((await stranger.get('/v1/contacts')).body.items, [])
  t.equal((await stranger.get(url)).status, 404)
  t.equal((await service.operator.get('/v1/contacts')).status, 403)
  await database.pool.query(
    `insert into succession (region_id, predecessor_id, successor_id, on_date)
     select region_id, $1, $2, '2019-05-11' from authority where id = $1`,
    [Surrey?.id, Kent?.id],
  )
  t.same(await named('?due=true'), ['Surrey'])
  service.setClock('2019-05-11T09:00:00Z')
  t.same(await named('?due=true'), [], 'an office that has ended is asked no more')
})

void eachEngine(t, 'should refuse details that are none, or of yesterday', async (t, database) => {
  const service = await startService(t, database)
  const { consultant } = await service.region()
  const { Kent } = await addAuthorities(service, consultant, { Kent: 'E10000016' })
  const director = Kent?.director ?? service.nobody
  const url = `/v1/authorities/${Kent?.id}/contact`
  t.match(await put(director, url, {}), { status: 400, body: { errors: [{ pointer: '' }] } })
  t.match(await put(director, url, { email: 'nobody' }), {
    status: 400,
    body: { errors: [{ pointer: '/email' }] },
  })
  t.equal((await director.put(url, DETAILS)).status, 428)
  t.equal((await director.post(`${url}/confirm`)).status, 428)
  const { headers } = await director.get(url)
  const match = { 'if-match': String(headers.etag) }
  const racers = ['01632 960001', '01632 960002', '01632 960003'].map((phone) =>
    director.put(url, { phone }, match),
  )
  const statuses = (await Promise.all(racers)).map(({ status }) => status)
  t.same(statuses.toSorted(), [200, 412, 412], 'the first details of an office too')
})
