import t from 'tap'
import { eachEngine } from '../fixtures/databases.ts'
import { idOf, must, startAfterMeeting } from '../fixtures/outcomes.ts'
import { ref } from '../fixtures/round.ts'
import { type Client, change } from '../fixtures/service.ts'
import { linesOf, subscribe, uidsOf } from '../fixtures/subscriber.ts'

void eachEngine(t, 'should follow an action from agreement to its end', async (t, database) => {
  const at = await startAfterMeeting(t, database)
  const { consultant, director, challenger, delegate, assistant } = at.people
  const surrey = at.director('Surrey')
  const owner = { owner: ref('Medway'), ownerOffice: 'Assistant director, safeguarding' }
  const action = await at.agree({ ...owner, dueOn: '2020-01-31' }, surrey)
  const own = await at.agree({ dueOn: '2020-03-31' })
  t.match((await director.get(action)).body, {
    authority: { name: 'Kent' },
    owners: [{ name: 'Medway' }],
    ownerOffice: 'Assistant director, safeguarding',
    state: 'open',
    overdue: false,
    agreedBy: { name: 'Director, Surrey' },
    notes: [],
  })
  t.match(await consultant.post('/v1/actions', {}), { status: 400 })
  const request = {
    eventId: idOf(at.meetings[0]),
    authority: ref('Kent'),
    text: 'x',
    owner: ref('Kent'),
    dueOn: '2020-01-01',
  }
  t.match(await consultant.post('/v1/actions', { ...request, owner: ref('Oxfordshire') }), {
    status: 400,
    body: { errors: [{ pointer: '/owner' }] },
  })
  t.match(await consultant.post('/v1/actions', { ...request, dueOn: '2019-11-07' }), {
    status: 400,
    body: { errors: [{ pointer: '/dueOn' }] },
  })
  t.equal((await assistant.post('/v1/actions', request)).status, 403)

  t.equal((await surrey.post(`${action}/notes`, { text: 'Well?' })).status, 403, 'only who has to do with it')
  must(await challenger.post(`${action}/notes`, { text: 'Begun.' }))
  must(await delegate.post(`${action}/notes`, { text: 'Seen.' }))
  const { notes } = (await director.get(action)).body
  t.match(notes, [
    { text: 'Begun.', writtenBy: { name: 'Director, Medway' } },
    { text: 'Seen.', writtenBy: { name: 'delegate, Kent' } },
  ])
  t.equal(
    (await change(challenger, action, { dueOn: '2020-06-30' })).status,
    403,
    'not the owner’s to put off',
  )
  t.equal((await change(director, action, { dueOn: '2019-11-07' })).status, 400, 'before the event')
  t.equal((await change(director, action, { dueOn: '2020-02-07' })).status, 200)
  t.match(await change(challenger, action, { state: 'dropped' }), {
    status: 400,
    body: { errors: [{ pointer: '/reason' }] },
  })
  const dropped = { state: 'dropped', reason: 'Its inspection came first.' }
  t.match((await change(challenger, action, dropped)).body, dropped)
  t.match((await change(challenger, action, { state: 'open' })).body, { state: 'open', reason: null })

  const idsFor = async (client: Client, query = '') =>
    (await client.get(`/v1/actions?${query}`)).body.items.map(({ id }: { id: string }) => `/v1/actions/${id}`)
  t.same(await idsFor(challenger, 'mine=true'), [action])
  t.same(await idsFor(director, 'mine=true'), [own])
  t.same(await idsFor(director), [action, own], 'by their days')
  t.same(await idsFor(consultant, `roundId=${at.roundId}&eventId=${idOf(at.meetings[1])}`), [])
  t.same(await idsFor(consultant, 'overdue=true'), [])
  at.service.setClock('2020-02-07T23:59:59Z')
  t.same(await idsFor(consultant, 'overdue=true'), [], 'on its day')
  at.service.setClock('2020-02-08T00:00:00Z')
  t.same(await idsFor(consultant, 'overdue=true'), [action], 'and the day after')
  t.equal((await challenger.get(action)).body.overdue, true)
  t.match((await change(challenger, action, { state: 'done' })).body, { state: 'done', overdue: false })
  t.same(await idsFor(consultant, 'state=open'), [own])

  await at.close()
  t.equal((await challenger.get(own)).status, 404, 'what others have to do is theirs after the close')
  t.equal((await challenger.get(action)).status, 200, 'and what one has to do is still one’s own')
  must(await challenger.post(`${action}/notes`, { text: 'Done in spring.' }))
  t.same(await idsFor(challenger), [action])
  t.equal((await surrey.get(action)).status, 404)
})

void eachEngine(
  t,
  'should put days of actions and follow-ups into the feeds of those who own them',
  async (t, database) => {
    const at = await startAfterMeeting(t, database)
    const { consultant, director, challenger, assistant } = at.people
    const action = await at.agree({ owner: ref('Medway'), text: 'A secret text.', dueOn: '2020-01-31' })
    const due = `action-due-${idOf(action)}`
    const followUp = `follow-up-${idOf(at.meetings[0])}`
    const feedOf = async (client: Client) => await subscribe(at.service, client)
    const medway = await feedOf(challenger)
    const kent = await feedOf(director)
    const pa = await feedOf(assistant)
    const elsewhere = await feedOf(at.people['director elsewhere'])
    const { text } = await medway.fetch()
    const lines = linesOf(text, due).join('\n')
    t.match(lines, 'SUMMARY:Agreed action due: Kent')
    t.match(lines, 'DTSTART;VALUE=DATE:20200131')
    t.match(lines, 'TRANSP:TRANSPARENT')
    t.notMatch(text, 'A secret text.')
    const sixMonths = linesOf((await kent.fetch()).text, followUp).join('\n')
    t.match(sixMonths, 'SUMMARY:Six-month follow-up: Kent')
    t.match(sixMonths, 'DTSTART;VALUE=DATE:20200508', 'six calendar months after 8 November 2019')
    t.ok(uidsOf((await pa.fetch()).text).includes(followUp), 'the diary’s keeper sees that day')
    for (const feed of [kent, pa, elsewhere])
      t.notOk(uidsOf((await feed.fetch()).text).includes(due), 'and only its owner the action’s')
    t.notOk(uidsOf((await elsewhere.fetch()).text).includes(followUp))

    const before = await medway.fetch()
    must(await change(consultant, action, { dueOn: '2020-02-14' }))
    const moved = linesOf((await medway.fetch()).text, due).join('\n')
    t.match(moved, 'DTSTART;VALUE=DATE:20200214')
    t.not((await medway.fetch()).headers.etag, before.headers.etag)
    t.match(moved, 'SEQUENCE:2')
    must(await change(challenger, action, { state: 'done' }))
    t.notOk(uidsOf((await medway.fetch()).text).includes(due), 'done is out of the diary')
  },
)

void eachEngine(t, 'should look back six months later', async (t, database) => {
  const at = await startAfterMeeting(t, database)
  const { consultant, director, challenger, assistant } = at.people
  const url = `${at.meetings[0]}/follow-ups`
  const { body } = await challenger.get(url)
  t.same(
    body.items.map(({ authority, dueOn, note }: Record<string, { name: string }>) => [
      authority?.name,
      dueOn,
      note,
    ]),
    [
      ['Kent', '2020-05-08', null],
      ['Medway', '2020-05-08', null],
      ['Surrey', '2020-05-08', null],
    ],
  )
  t.same((await assistant.get(url)).body.items, [])
  const kent = `${url}/${at.authorities.Kent}`
  const record = async (client: Client, note: string) => {
    const { headers } = await client.get(kent)
    return client.put(kent, { note }, { 'if-match': String(headers.etag) })
  }
  t.equal((await record(challenger, 'Fine.')).status, 403)
  t.equal((await record(assistant, 'Fine.')).status, 404)
  at.service.setClock('2020-05-11T09:00:00Z')
  t.match((await record(director, 'Four of five are done.')).body, {
    note: 'Four of five are done.',
    recordedBy: { name: 'Director, Kent' },
    recordedAt: '2020-05-11T09:00:00.000Z',
  })
  t.equal((await record(consultant, 'All are done.')).body.note, 'All are done.')
})
