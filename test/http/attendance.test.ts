import t from 'tap'
import { eachEngine } from '../fixtures/databases.ts'
import { startRound, type TestRound } from '../fixtures/events.ts'
import { ref } from '../fixtures/round.ts'
import { appoint, type Client } from '../fixtures/service.ts'
import { linesOf, subscribe } from '../fixtures/subscriber.ts'

/** A round whose first triad's meeting is confirmed, with Kent's office and somebody who may stand in. */
const startMeeting = async (...given: Parameters<typeof startRound>) => {
  const round = await startRound(...given)
  const { service, consultant, authorities } = round
  const id = await round.confirmed()
  const kent = authorities.Kent
  if (!kent) throw new Error('there is Kent')
  const office = { authorities: [ref('Kent')] }
  return {
    ...round,
    id,
    kent: kent.director,
    assistant: await appoint(service, consultant, 'Assistant, Kent', { role: 'assistant', ...office }),
    deputy: await appoint(service, consultant, 'Delegate, Kent', { role: 'contributor', ...office }),
    url: `/v1/challenge-events/${id}/attendance/${kent.id}`,
  }
}

const answer = async (client: Client, url: string, body: object) => {
  const { headers } = await client.get(url.replace('/came', ''))
  return client.put(url, body, { 'if-match': String(headers.etag) })
}

const peopleAt = async ({ consultant }: TestRound, id: string) => {
  const { body } = await consultant.get(`/v1/challenge-events/${id}`)
  return body.people.map(({ name, capacity }: { name: string; capacity: string }) => `${name}: ${capacity}`)
}

void eachEngine(t, 'should keep who comes, office by office', async (t, database) => {
  const day = await startMeeting(t, database)
  const { consultant, kent, assistant, url, id, authorities } = day
  const surrey = authorities.Surrey?.director as Client
  const second = await day.confirmed({ triadId: day.triads[1] })
  const shared = await surrey.get(`/v1/challenge-events/${second}/attendance`)
  t.strictSame(
    shared.body.items.map((item: { authorities: { name: string }[] }) =>
      item.authorities.map(({ name }) => name),
    ),
    [['Buckinghamshire'], ['Hampshire', 'Isle of Wight'], ['Oxfordshire']],
    'one office for two authorities',
  )
  t.match(await kent.get(url), {
    body: { answer: 'awaited', director: { name: 'Director, Kent' }, came: null, answeredBy: null },
  })
  t.equal((await kent.put(url, { answer: 'coming' })).status, 428)
  t.match(await answer(surrey, url, { answer: 'coming' }), { status: 403 })
  const sent = await answer(assistant, url, { answer: 'apologies', note: 'In hospital' })
  t.match(sent, {
    status: 200,
    body: { answer: 'apologies', note: 'In hospital', answeredBy: { name: 'Assistant, Kent' } },
  })
  t.match(await surrey.get(url), { body: { answer: 'apologies', note: null } }, 'the note is for the office')
  t.match(await kent.get(url), { body: { note: 'In hospital' } })
  t.match(await consultant.get(url), { body: { note: 'In hospital' } })
  t.equal((await kent.get(url.replace(/[^/]+$/, String(authorities.Oxfordshire?.id)))).status, 404)
  t.strictSame(await peopleAt(day, id), ['Director, Medway: director', 'Director, Surrey: director'])
  const { body } = await consultant.get(`/v1/challenge-events/${id}`)
  t.match(body.clashes, [
    { rule: 'too-few-directors', severity: 'warning', message: /^Two directors expected/ },
  ])

  const at = { startTime: '11:00', endTime: '12:00' }
  const reply = await day.proposed({ triadId: day.triads[1], ...at, date: '2019-11-15' })
  t.equal((await day.move(reply, 'confirm', {})).status, 200)
  t.match(await answer(consultant, url, { answer: 'coming' }), { status: 200, body: { note: null } })
  t.equal((await peopleAt(day, id)).length, 3)

  const both = `/v1/challenge-events/${second}/attendance/${authorities.Hampshire?.id}`
  await answer(authorities.Hampshire?.director as Client, both, { answer: 'apologies' })
  t.match(
    await surrey.get(both.replace(/[^/]+$/, String(authorities['Isle of Wight']?.id))),
    { body: { answer: 'apologies' } },
    'for the whole office',
  )
})

void eachEngine(t, 'should seat a substitute whom the director alone names', async (t, database) => {
  const day = await startMeeting(t, database)
  const { consultant, kent, assistant, deputy, url, id, authorities, service } = day
  const substitute = { answer: 'substitute', substituteId: deputy.personId }
  t.match(await answer(assistant, url, substitute), {
    status: 403,
    body: { detail: /Only the director names/ },
  })
  t.match(await answer(consultant, url, substitute), { status: 403 })
  t.match(await answer(kent, url, { answer: 'substitute' }), {
    body: { errors: [{ pointer: '/substituteId' }] },
  })
  const medway = authorities.Medway?.director.personId
  t.match(await answer(kent, url, { ...substitute, substituteId: medway }), {
    status: 400,
    body: { detail: /has a seat already/ },
  })
  t.match(await answer(kent, url, { ...substitute, substituteId: id }), {
    status: 400,
    body: { detail: /no such person/ },
  })

  const [kentFeed, deputyFeed] = [await subscribe(service, kent), await subscribe(service, deputy)]
  const uid = `challenge-event-${id}`
  const before = linesOf((await kentFeed.fetch()).text, uid)
  const sequence = (lines: string[]) => Number(lines.find((line) => line.startsWith('SEQUENCE'))?.slice(9))
  t.ok(before.includes('TRANSP:OPAQUE'))
  t.strictSame(linesOf((await deputyFeed.fetch()).text, uid), [])

  service.setClock('2019-05-11T09:00:00Z')
  t.match(await answer(kent, url, substitute), {
    status: 200,
    body: { substitute: { name: 'Delegate, Kent' } },
  })
  t.match(
    await answer(assistant, url, { ...substitute, note: 'Knows the papers' }),
    { status: 200 },
    'the note may change',
  )
  t.strictSame(await peopleAt(day, id), [
    'Delegate, Kent: delegate',
    'Director, Medway: director',
    'Director, Surrey: director',
  ])
  const { body } = await consultant.get(`/v1/challenge-events/${id}`)
  t.strictSame(body.clashes, [], 'three seats are filled')
  const held = () => consultant.get(`/v1/appointments?personId=${deputy.personId}`)
  t.match((await held()).body.items, [
    { role: 'contributor' },
    { role: 'delegate', from: '2019-05-11', until: '2019-11-09' },
  ])

  const after = linesOf((await kentFeed.fetch()).text, uid)
  t.ok(after.includes('TRANSP:TRANSPARENT'), 'somebody else sits there')
  t.match(after.join('\n'), /Substitute: Delegate\\, Kent\./)
  t.ok(sequence(after) > sequence(before))
  t.ok(after.includes('LAST-MODIFIED:20190511T090000Z'))
  const theirs = await deputyFeed.fetch()
  t.ok(linesOf(theirs.text, uid).includes('TRANSP:OPAQUE'))
  t.equal((await deputyFeed.fetch()).text, theirs.text, 'the same bytes while nothing changes')
  const busy = await subscribe(service, kent, { name: 'Busy', detail: 'busy' })
  t.notMatch((await busy.fetch()).text, 'VEVENT')

  const booked = await day.proposed({ triadId: day.triads[1], facilitatorIds: [deputy.personId] })
  t.equal((await day.move(booked, 'confirm', {})).status, 409, 'the substitute is taken')
  service.setClock('2019-05-12T09:00:00Z')
  t.equal((await answer(assistant, url, { answer: 'apologies' })).status, 200)
  t.match((await held()).body.items.at(-1), { role: 'delegate', until: '2019-05-12' }, 'withdrawn')
  t.strictSame(linesOf((await deputyFeed.fetch()).text, uid), [])
  t.match(linesOf((await kentFeed.fetch()).text, uid).join('\n'), /Apologies sent\./)
  t.equal((await day.move(booked, 'confirm', {})).status, 200)
  t.match(await answer(kent, url, substitute), {
    status: 409,
    body: { code: 'clash', clashes: [{ otherEventId: booked }] },
  })
  t.match(await answer(kent, url, { answer: 'coming' }), { status: 200 })
})

void eachEngine(
  t,
  'should ask for answers anew when the date changes, and keep the old',
  async (t, database) => {
    const day = await startMeeting(t, database)
    const { consultant, kent, deputy, url, id, authorities, service } = day
    const feed = await subscribe(service, kent)
    const sequence = async () =>
      Number(
        linesOf((await feed.fetch()).text, `challenge-event-${id}`)
          .join('\n')
          .match(/SEQUENCE:(\d+)/)?.[1],
      )
    const substitute = { answer: 'substitute', substituteId: deputy.personId }
    await answer(kent, url, substitute)
    await answer(
      authorities.Medway?.director as Client,
      url.replace(/[^/]+$/, String(authorities.Medway?.id)),
      { answer: 'coming' },
    )
    const before = await sequence()
    t.equal((await day.move(id, 'reschedule', { date: '2019-11-15', reason: 'Half term' })).status, 200)
    t.ok((await sequence()) > before)
    t.match((await consultant.get(`/v1/challenge-events/${id}/attendance`)).body.items, [
      { answer: 'awaited', substitute: null },
      { answer: 'awaited' },
      { answer: 'awaited' },
    ])
    t.equal((await peopleAt(day, id))[0], 'Director, Kent: director')
    t.equal(
      (await consultant.get(`/v1/appointments?personId=${deputy.personId}`)).body.items.length,
      1,
      'of today alone',
    )
    const { body: audit } = await consultant.get('/v1/audit-entries?limit=500')
    t.match(
      audit.items
        .at(-1)
        .detail.formerAnswers.toSorted((a: { answer: string }, b: { answer: string }) =>
          a.answer < b.answer ? -1 : 1,
        ),
      [{ answer: 'coming' }, { answer: 'substitute', substituteId: deputy.personId }],
    )
    for (const move of ['defer', 'cancel']) {
      await day.move(id, move, { reason: 'Storm' })
      t.match(
        await answer(kent, url, { answer: 'coming' }),
        { status: 409, body: { code: 'wrong-state' } },
        move,
      )
    }
  },
)

void eachEngine(
  t,
  'should keep answers when the director changes, and record who came',
  async (t, database) => {
    const day = await startMeeting(t, database)
    const { consultant, kent, assistant, url, id, service } = day
    await answer(kent, url, { answer: 'apologies' })
    const { body } = await consultant.get(`/v1/appointments?personId=${kent.personId}`)
    const appointment = `/v1/appointments/${body.items[0].id}`
    const { headers } = await consultant.get(appointment)
    await consultant.patch(appointment, { until: '2019-06-01' }, { 'if-match': String(headers.etag) })
    t.match(
      await assistant.get(url),
      { body: { director: null, answer: 'apologies' } },
      'a vacant seat keeps it',
    )
    await appoint(service, consultant, 'Interim director, Kent', {
      role: 'director',
      authorities: [ref('Kent')],
      from: '2019-06-01',
    })
    t.match(await assistant.get(url), {
      body: { director: { name: 'Interim director, Kent' }, answer: 'apologies' },
    })
    service.setClock('2019-06-01T09:00:00Z')
    t.match(await kent.get(url), { status: 404 }, 'who has left sees nothing')

    const came = `${url}/came`
    t.match(await answer(consultant, came, { came: true }), {
      status: 409,
      body: { detail: /begins on Friday 8 November/ },
    })
    service.setClock('2019-11-08T17:00:00Z')
    t.match(await answer(assistant, came, { came: true }), { status: 403 })
    t.match(await answer(consultant, came, { came: false }), {
      status: 200,
      body: { came: false, answer: 'apologies' },
    })
    await day.move(id, 'hold')
    t.match(
      await answer(consultant, came, { came: true }),
      { status: 200, body: { came: true } },
      'also once it is held',
    )
    const medway = url.replace(/[^/]+$/, String(day.authorities.Medway?.id))
    t.match(await answer(consultant, `${medway}/came`, { came: true }), {
      body: { came: true, answer: 'awaited' },
    })
    t.match(await answer(assistant, url, { answer: 'coming' }), { status: 409 })
  },
)
