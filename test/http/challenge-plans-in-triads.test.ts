import t from 'tap'
import { type Chosen, startChallengePlanning, wrongWith } from '../fixtures/challenge-plans.ts'
import { eachEngine } from '../fixtures/databases.ts'
import { by, names } from '../fixtures/directed.ts'
import { ref } from '../fixtures/round.ts'
import { change } from '../fixtures/service.ts'

void eachEngine(t, 'should keep challengers within the triads where that is asked', async (t, database) => {
  const triads = [
    [ref('Kent'), ref('Medway'), ref('Surrey')],
    [ref('Oxfordshire'), ref('Buckinghamshire'), ref('Bracknell Forest')],
  ]
  const participants = triads.flat().map((authority) => ({ authority }))
  const policy = { challenges: { perPaper: 1 }, triadSize: { smallest: 2 } }
  const at = await startChallengePlanning(t, database, { changes: { triads, participants, policy } })
  const { consultant, round, plan } = at
  const { body: formed } = await consultant.get(`/v1/rounds/${round.id}/triads`)
  const triadOf = (name: string) =>
    formed.items.findIndex(({ authorities }: { authorities: { name: string }[] }) =>
      names(authorities).includes(name),
    )
  const within = await plan({ withinTriads: true })
  t.match(within, { state: 'planned', isOptimal: true })
  t.same(wrongWith(within.challenges, { perPaper: 1 }), [])
  for (const { authority, challengers } of within.challenges as Chosen[])
    for (const { name } of challengers)
      t.equal(triadOf(name), triadOf(authority.name), `${authority.name} < ${name}`)

  const across = await plan({ withinTriads: true, pins: [by('Kent', 'Oxfordshire')] })
  t.same(across.impossible.conflict.map(({ kind }: { kind: string }) => kind).toSorted(), ['pin', 'triads'])
  t.match((await plan({ withinTriads: true, perPaper: 2 })).impossible, {
    conflict: [{ kind: 'triads' }, { kind: 'mutual' }],
  })

  const [first, second] = formed.items
  const [leaving] = first.authorities
  for (const [triad, joining] of [
    [first, []],
    [second, [leaving]],
  ]) {
    const members = [...triad.authorities.slice(1), ...joining]
    const authorities = members.map(({ id }: { id: string }) => ({ authorityId: id }))
    const changed = await change(consultant, `/v1/triads/${triad.id}`, { authorities })
    t.equal(changed.status, 200, changed.text)
  }
  t.match(await consultant.post(`/v1/challenge-plans/${within.id}/deploy`), {
    status: 409,
    body: { code: 'wrong-state', detail: /^The triads were changed/ },
  })
})
