import t from 'tap'
import { checkProvisions, sharedOn } from '../../../src/domain/authorities/providers.ts'

const trust = {
  id: 'trust',
  name: 'A trust',
  provides: [
    { authorityId: 'north', from: '2021-04-01', until: null },
    { authorityId: 'west', from: '2021-04-01', until: '2027-04-01' },
    { authorityId: 'east', from: null, until: '2021-04-01' },
  ],
}

t.test(
  'a provider is shared by those for whom it provides on a day, its first but not its last',
  async (t) => {
    const on = (day: string) => sharedOn([trust], day).map(({ authorityIds }) => authorityIds)
    t.same(on('2021-03-31'), [], 'one authority shares it with nobody')
    t.same(on('2021-04-01'), [['north', 'west']])
    t.same(on('2027-03-31'), [['north', 'west']])
    t.same(on('2027-04-01'), [])
  },
)

t.test('days end after they begin', async (t) => {
  t.match(checkProvisions(trust.provides), { ok: true })
  const backwards = { authorityId: 'west', from: '2027-04-01', until: '2021-04-01' }
  t.match(checkProvisions([...trust.provides, backwards]), {
    failure: { code: 'invalid-request', faults: [{ pointer: '/authorities/3/until' }] },
  })
})
