import t from 'tap'
import { checkMayBeDeleted, checkMembersMayChange } from '../../../src/domain/triads/events.ts'
import { checkMembers } from '../../../src/domain/triads/members.ts'

void t.test('checkMembers', async (t) => {
  const round = {
    takingPart: new Set(['kent', 'medway', 'surrey']),
    triadOf: new Map([['surrey', 2]]),
    names: new Map([['surrey', 'Surrey']]),
  }
  t.ok(checkMembers(['kent', 'medway'], round, '/authorities').ok)
  t.match(checkMembers(['kent', 'surrey'], round, '/triads/3'), {
    failure: {
      code: 'already-in-triad',
      faults: [{ pointer: '/triads/3/1', detail: 'Surrey is in triad 2 of this round already.' }],
    },
  })
  t.match(checkMembers(['slough', 'surrey', 'woking'], round, '/authorities'), {
    failure: {
      code: 'not-a-participant',
      faults: [{ pointer: '/authorities/0' }, { pointer: '/authorities/2' }],
    },
  })
})

void t.test('checkMembersMayChange', async (t) => {
  t.ok(checkMembersMayChange([]).ok)
  t.ok(checkMembersMayChange(['proposed', 'deferred', 'cancelled']).ok)
  t.match(checkMembersMayChange(['proposed', 'confirmed']), { failure: { detail: /is confirmed/ } })
  t.match(checkMembersMayChange(['held', 'confirmed']), {
    failure: { code: 'wrong-state', detail: /has met/ },
  })
})

void t.test('checkMayBeDeleted', async (t) => {
  t.ok(checkMayBeDeleted([]).ok)
  t.match(checkMayBeDeleted(['confirmed', 'cancelled', 'proposed']), {
    failure: { detail: 'This triad has an event that is confirmed and proposed: it cannot be deleted.' },
  })
  t.match(checkMayBeDeleted(['cancelled']), { failure: { code: 'wrong-state', detail: /history is kept/ } })
})
