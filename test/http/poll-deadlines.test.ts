import t from 'tap'
import { eachEngine } from '../fixtures/databases.ts'
import { startRound } from '../fixtures/events.ts'
import { answer, MONDAY, pollOf, TUESDAY, WEDNESDAY } from '../fixtures/polls.ts'
import { ref } from '../fixtures/round.ts'
import { appoint, change } from '../fixtures/service.ts'
import { linesOf, subscribe, uidsOf } from '../fixtures/subscriber.ts'

const url = '/v1/availability-polls'

void eachEngine(
  t,
  'should have in an office’s feed by when it answers a poll, until it has or nobody asks',
  async (t, database) => {
    const { service, consultant, roundId, authorities, triads } = await startRound(t, database)
    const { Kent, Hampshire, Surrey } = authorities
    if (!Kent || !Hampshire || !Surrey) throw new Error('the authorities are not there')
    const kentOffice = { authorities: [ref('Kent')] }
    const assistant = await appoint(service, consultant, 'Assistant', { role: 'assistant', ...kentOffice })
    const writer = await appoint(service, consultant, 'Writer', { role: 'contributor', ...kentOffice })
    const due = async (client = Kent.director) => {
      const { text } = await (await subscribe(service, client)).fetch()
      const uids = uidsOf(text).filter((uid) => uid.startsWith('poll-answer-due-'))
      return uids.map((uid) => linesOf(text, uid).join('\n'))
    }
    const made = await consultant.post(url, pollOf(roundId, { triadId: triads[0] }))
    const poll = made.body
    const at = `${url}/${poll.id}`

    const [entry = '', ...others] = await due()
    t.equal(others.length, 0)
    t.match(entry, `UID:poll-answer-due-${poll.id}-${Kent.id}\n`)
    t.match(entry, 'SUMMARY:Answer the availability poll: Kent')
    t.match(entry, 'DTSTART;VALUE=DATE:20191101')
    t.match(entry, 'TRANSP:TRANSPARENT')
    t.match(entry, /DESCRIPTION:“Autumn meetings”\.\\nRound 2019-20\.\\nDetails: http/)
    t.match(entry, 'SEQUENCE:1')
    t.equal((await due(assistant)).length, 1, 'the assistant answers too')
    for (const client of [writer, consultant, authorities.Oxfordshire?.director])
      t.same(await due(client), [], 'who cannot answer for an office that is asked is told of nothing')
    const feed = await subscribe(service, Kent.director)
    t.equal((await feed.fetch()).text, (await feed.fetch()).text, 'the same bytes while nothing changes')
    const busy = await subscribe(service, Kent.director, { name: 'Busy', detail: 'busy' })
    t.same(uidsOf((await busy.fetch()).text), [], 'a deadline is in no busy-only feed')

    service.setClock('2019-05-11T09:00:00Z')
    t.equal((await change(consultant, at, { answerBy: '2019-10-25' })).status, 200)
    const [moved = ''] = await due()
    t.match(moved, 'DTSTART;VALUE=DATE:20191025')
    t.match(moved, 'SEQUENCE:2')
    t.match(moved, 'LAST-MODIFIED:20190511T090000Z')

    await answer(Kent.director, poll, Kent.id, { [MONDAY]: 'no', [TUESDAY]: 'yes' })
    t.equal((await due()).length, 1, 'one date is not answered')
    await answer(Kent.director, poll, Kent.id, { [MONDAY]: 'no', [TUESDAY]: 'yes', [WEDNESDAY]: 'yes' })
    t.same(await due(), [])
    t.same(await due(assistant), [])
    t.equal((await due(Surrey.director)).length, 1, 'another office has its own')

    await change(consultant, at, { addCandidates: [{ date: '2019-11-28' }] })
    t.equal((await due()).length, 1, 'a date was added')
    await change(consultant, at, { state: 'closed' })
    t.same(await due(), [])
    await change(consultant, at, { state: 'open' })
    t.equal((await due()).length, 1)
    await change(consultant, at, { state: 'cancelled' })
    t.same(await due(), [])

    await consultant.post(url, pollOf(roundId))
    t.equal((await due(Hampshire.director)).length, 2, 'one for each of two authorities of one director')
    t.equal((await change(consultant, `/v1/rounds/${roundId}`, { state: 'open' })).status, 200)
    t.equal((await change(consultant, `/v1/rounds/${roundId}`, { state: 'closed' })).status, 200)
    t.same(await due(), [], 'a closed round asks nothing')
  },
)
