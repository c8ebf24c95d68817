import t from 'tap'
import { eachEngine } from '../fixtures/databases.ts'
import { type AfterMeeting, must, startAfterMeeting } from '../fixtures/outcomes.ts'
import type { Client } from '../fixtures/service.ts'

const LGA = { theme: 'front-door', text: 'Two days of an adviser.', offeredBy: 'lga', name: 'LGA adviser' }

/** Kent asks; Medway and two of the other triad offer, of whom Bracknell Forest was found strong at it. */
const askAndOffer = async (at: AfterMeeting) => {
  await at.find('ask', 'Kent', { text: 'How do others hold demand?' })
  await at.find('offer', 'Medway', { text: 'A visit to Medway’s front door.' })
  at.service.setClock('2019-11-10T09:00:00Z')
  await at.find('offer', 'Oxfordshire', { text: 'A day with Oxfordshire’s team.' })
  await at.find('offer', 'Bracknell Forest', { text: 'Bracknell Forest’s scripts.' })
  await at.find('strength', 'Bracknell Forest')
  await at.find('offer', 'Kent', { text: 'What Kent knows itself.' })
  await at.find('offer', 'Surrey', { theme: 'leaving-care' })
  must(await at.people.consultant.post(`/v1/rounds/${at.roundId}/offers`, LGA))
}

/** Who meets an ask, as somebody is told. */
const toldTo = async (at: AfterMeeting, client: Client) => {
  const { body, text } = await client.get(`/v1/rounds/${at.roundId}/matches`)
  return {
    text,
    asks: body.items.map(
      ({
        ask,
        matches,
        anotherAuthority,
      }: {
        ask: { authority: { name: string } }
        matches: { from: string; offer: { name?: string; authority?: { name: string } } }[]
        anotherAuthority: boolean
      }) => [
        ask.authority.name,
        matches.map(({ offer }) => offer.authority?.name ?? offer.name),
        anotherAuthority,
      ],
    ),
  }
}

void eachEngine(
  t,
  'should match an ask across authorities, without names where others may not read',
  async (t, database) => {
    const at = await startAfterMeeting(t, database)
    await askAndOffer(at)
    const all = ['Kent', ['Bracknell Forest', 'Medway', 'Oxfordshire', 'LGA adviser'], false]
    t.same(
      (await toldTo(at, at.people.consultant)).asks,
      [all],
      'strong at it, then the older, then partners',
    )
    const kent = await toldTo(at, at.people.director)
    t.same(kent.asks, [['Kent', ['Medway', 'LGA adviser'], true]], 'another authority of the region')
    t.notMatch(kent.text, /Oxfordshire|Bracknell/, 'neither names nor words')
    const elsewhere = await toldTo(at, at.people['director elsewhere'])
    t.same(elsewhere.asks, [], 'whose triad asked nothing')
    for (const person of ['assistant', 'moderator', 'facilitator', 'observer'] as const)
      t.same((await toldTo(at, at.people[person])).asks, [], person)
  },
)

void eachEngine(
  t,
  'should name all to the region’s directors where the policy is regional',
  async (t, database) => {
    const at = await startAfterMeeting(t, database, { readership: 'regional' })
    await askAndOffer(at)
    const all = ['Kent', ['Bracknell Forest', 'Medway', 'Oxfordshire', 'LGA adviser'], false]
    t.same((await toldTo(at, at.people.director)).asks, [all])
    t.same((await toldTo(at, at.people['director elsewhere'])).asks, [all])
    must(
      await at.people.consultant.post('/v1/conflicts', {
        personId: at.people.director.personId,
        authorityId: at.authorities['Bracknell Forest'],
        type: 'former-post',
        reason: 'Left it.',
      }),
    )
    const conflicted = await toldTo(at, at.people.director)
    t.same(
      conflicted.asks,
      [['Kent', ['Medway', 'Oxfordshire', 'LGA adviser'], true]],
      'a conflict hides here too',
    )
    await at.close()
    t.same((await toldTo(at, at.people.director)).asks, [['Kent', ['LGA adviser'], true]], 'after the close')
  },
)

void eachEngine(t, 'should keep what partners offer', async (t, database) => {
  const at = await startAfterMeeting(t, database)
  const { consultant, director } = at.people
  const url = `/v1/rounds/${at.roundId}/offers`
  t.equal((await director.post(url, LGA)).status, 403)
  const { body, headers } = must(await consultant.post(url, LGA))
  const one = String(headers.location)
  t.match(body, { ...LGA, roundId: at.roundId })
  t.same((await director.get(url)).body.items, [body])
  t.same((await director.get(one)).body, body)
  t.equal((await director.delete(one, { 'if-match': '*' })).status, 403)
  t.equal((await consultant.delete(one)).status, 428)
  const etag = String((await consultant.get(one)).headers.etag)
  t.equal((await consultant.delete(one, { 'if-match': etag })).status, 204)
  t.same((await director.get(url)).body.items, [])
  t.match(await consultant.post(url, { ...LGA, offeredBy: 'ofsted' }), { status: 400 })
  t.equal((await at.people.stranger.get(one)).status, 404)
})
