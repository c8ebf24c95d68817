import t from 'tap'
import { EVENT_KINDS } from '../../../src/domain/events/event.ts'
import { checkTriadNamed } from '../../../src/domain/events/of-triad.ts'
import { ROUND_METHODS } from '../../../src/domain/rounds/round.ts'

void t.test('checkTriadNamed: which events need a triad, and which may have none', async (t) => {
  const allowed = ROUND_METHODS.flatMap((method) =>
    EVENT_KINDS.flatMap((kind) =>
      [null, 'triad'].filter((id) => checkTriadNamed(kind, method, id).ok).map((id) => [method, kind, id]),
    ),
  )
  t.same(allowed, [
    ['triad', 'meeting', 'triad'],
    ['triad', 'visit', 'triad'],
    ['triad', 'training', null],
    ['triad', 'summit', null],
    ['directed', 'meeting', null],
    ['directed', 'meeting', 'triad'],
    ['directed', 'visit', null],
    ['directed', 'visit', 'triad'],
    ['directed', 'training', null],
    ['directed', 'summit', null],
  ])
  t.match(checkTriadNamed('visit', 'triad', null), {
    failure: { code: 'invalid-request', faults: [{ pointer: '/triadId' }] },
  })
})
