import t from 'tap'
import { appointmentsEndedBy } from '../../../src/domain/authorities/endings.ts'
import { post } from '../access/papers.ts'

const ENDING = { predecessorId: 'surrey', on: '2020-04-01', successorIds: ['east', 'west'] }

t.test('an office ends with its authority, and whoever serves others too goes on there', async (t) => {
  const alone = post('director', 'director', ['surrey'])
  const shared = post('assistant', 'assistant', ['surrey', 'kent'])
  const gone = post('delegate', 'delegate', ['surrey'], { until: '2020-04-01' })
  const elsewhere = post('other', 'director', ['kent'])
  t.strictSame(appointmentsEndedBy(ENDING, [alone, shared, gone, elsewhere]), {
    ok: true,
    value: [
      { appointment: alone, authorityIds: [] },
      { appointment: shared, authorityIds: ['kent'] },
    ],
  })
})

t.test('a moderator is at home with the successors from then on', async (t) => {
  const moderator = post('moderator', 'moderator', ['surrey'])
  t.strictSame(appointmentsEndedBy(ENDING, [moderator]), {
    ok: true,
    value: [{ appointment: moderator, authorityIds: ['east', 'west'] }],
  })
})

t.test('who stands in at one event goes on for the successors', async (t) => {
  const named = post('deputy', 'delegate', ['surrey'], { eventId: 'meeting' })
  t.strictSame(appointmentsEndedBy(ENDING, [named]), {
    ok: true,
    value: [{ appointment: named, authorityIds: ['east', 'west'] }],
  })
})

t.test('an appointment that would begin after the end refuses it', async (t) => {
  const late = post('elect', 'director', ['surrey'], { from: '2020-04-01', until: null })
  t.match(appointmentsEndedBy(ENDING, [late]), {
    ok: false,
    failure: {
      faults: [{ pointer: '/on', detail: /appointed director there only from Wednesday 1 April 2020/ }],
    },
  })
})
