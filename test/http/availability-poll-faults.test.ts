import { isDeepStrictEqual } from 'node:util'
import t from 'tap'
import { eachEngine } from '../fixtures/databases.ts'
import { startRound } from '../fixtures/events.ts'
import { MONDAY, pollOf } from '../fixtures/polls.ts'
import { EVERYBODY, ref } from '../fixtures/round.ts'
import { change } from '../fixtures/service.ts'

const url = '/v1/availability-polls'

void eachEngine(t, 'should ask nothing that makes no sense, and change nothing then', async (t, database) => {
  const { consultant, roundId, authorities, triads, service } = await startRound(t, database, {
    participants: EVERYBODY.map((each) =>
      isDeepStrictEqual(each.authority, ref('Bracknell Forest'))
        ? { ...each, takingPart: false, reason: 'Inspected' }
        : each,
    ),
  })
  const { Kent, 'Bracknell Forest': Bracknell } = authorities
  if (!Kent || !Bracknell) throw new Error('the authorities are not there')
  const refused = async (changes: object, expected: object, client = consultant) => {
    const reply = await client.post(url, pollOf(roundId, changes))
    t.ok(reply.status >= 400 && reply.status < 500, JSON.stringify(changes))
    t.match(reply.body, expected, JSON.stringify(changes))
  }
  const at = (pointer: string, detail: RegExp) => ({
    code: 'invalid-request',
    errors: [{ pointer, detail }],
  })
  await refused({ candidates: [{ date: '2019-05-09' }] }, at('/candidates/0/date', /is past/))
  await refused({ candidates: [{ date: MONDAY }, { date: MONDAY }] }, at('/candidates/1', /already/))
  await refused(
    { candidates: [{ date: '2020-03-29', startTime: '01:30', endTime: '12:00' }] },
    at('/candidates/0/startTime', /clocks skip/),
  )
  await refused({ candidates: [] }, { code: 'invalid-request' })
  await refused({ candidates: [{ date: MONDAY, days: 6 }] }, { code: 'invalid-request' })
  await refused({ answerBy: '2019-05-09' }, at('/answerBy', /is past/))
  await refused({ answerBy: '2019-11-28' }, at('/answerBy', /The last of the dates/))
  await refused(
    { authorities: [ref('Kent'), { authorityId: roundId }] },
    at('/authorities/1', /has no authority/),
  )
  await refused({ authorities: [ref('Kent')], triadId: triads[0] }, at('/triadId', /not both/))
  await refused({ triadId: roundId }, at('/triadId', /no such triad/))
  await refused({ roundId: Kent.id }, at('/roundId', /no such round/))
  await refused(
    { authorities: [ref('Bracknell Forest')] },
    { code: 'not-a-participant', detail: /^Bracknell Forest does not take part/ },
  )
  await refused({}, { code: 'forbidden' }, Kent.director)
  t.same((await consultant.get(url)).body.items, [], 'none was made')

  const tried = await consultant.post(`${url}?dryRun=true`, pollOf(roundId))
  t.equal(tried.status, 200, tried.text)
  t.same((await consultant.get(url)).body.items, [], 'nor by trying')
  const key = { 'idempotency-key': 'autumn' }
  const { body: poll } = await consultant.post(url, pollOf(roundId), key)
  t.equal((await consultant.post(url, pollOf(roundId), key)).body.id, poll.id)
  t.equal(poll.authorities.length, 7, 'all that take part are asked unless some are named')
  t.same(
    (await consultant.get(`${url}?roundId=${roundId}`)).body.items.map(({ id }: { id: string }) => id),
    [poll.id],
  )
  t.same((await consultant.get(`${url}?roundId=${poll.id}`)).body.items, [])

  const mine = `${url}/${poll.id}/answers/${Kent.id}`
  const monday = poll.candidates[0].id
  const put = (
    answers: object,
    client = Kent.director,
    headers: Record<string, string> = { 'if-match': '*' },
  ) => client.put(mine, { answers }, headers)
  t.equal((await put([], Bracknell.director)).status, 403, 'another office')
  t.equal((await put([], Kent.director, {})).status, 428)
  t.equal((await put([], Kent.director, { 'if-match': '"stale"' })).status, 412)
  t.match(
    (await put([{ candidateId: Kent.id, answer: 'no' }])).body,
    at('/answers/0/candidateId', /no such date/),
  )
  const twice = { candidateId: monday, answer: 'no' }
  t.match((await put([twice, twice])).body, at('/answers/1/candidateId', /twice/))
  t.equal((await put([{ candidateId: monday, answer: 'maybe' }])).status, 400)
  const unasked = `${url}/${poll.id}/answers/${Bracknell.id}`
  t.equal((await consultant.get(unasked)).status, 404, 'an authority that was not asked')

  const one = `${url}/${poll.id}`
  t.equal((await change(Kent.director, one, { state: 'closed' })).status, 403)
  t.match(
    (await change(consultant, one, { addCandidates: [{ date: MONDAY }] })).body,
    at('/addCandidates/0', /already/),
  )
  t.equal((await change(consultant, one, { state: 'closed' })).status, 200)
  const shut = await change(consultant, one, { addCandidates: [{ date: '2019-12-02' }] })
  t.match(shut.body, { code: 'wrong-state' })
  const reopened = await change(consultant, one, { state: 'open', addCandidates: [{ date: '2019-12-02' }] })
  t.equal(reopened.body.candidates.length, 4, 'opened again, with another date')
  service.setClock('2019-11-30T09:00:00Z')
  t.match(
    (await change(consultant, one, { addCandidates: [{ date: '2019-11-29' }] })).body,
    at('/addCandidates/0/date', /is past/),
  )
  await change(consultant, `/v1/rounds/${roundId}`, { state: 'open' })
  t.equal((await change(consultant, `/v1/rounds/${roundId}`, { state: 'closed' })).status, 200)
  t.match((await put([twice])).body, { code: 'wrong-state' }, 'the round is over')
})
