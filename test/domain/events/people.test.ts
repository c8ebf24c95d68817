import t from 'tap'
import { expectedAt } from '../../../src/domain/events/people.ts'
import { appointment } from '../../fixtures/appointments.ts'

const appointments = [
  appointment('p-kent', 'director', ['kent']),
  appointment('p-both', 'director', ['hampshire', 'isle-of-wight'], { until: '2019-11-08' }),
  appointment('p-moderator', 'moderator', ['kent']),
]
const meeting = {
  kind: 'meeting' as const,
  authorityIds: ['kent', 'hampshire', 'isle-of-wight'],
  facilitatorIds: ['p-facilitator'],
}

t.test('should expect each director of the authorities once, and the named facilitators', async (t) => {
  t.strictSame(expectedAt(meeting, appointments, '2019-11-07'), {
    people: [
      { personId: 'p-both', as: 'director' },
      { personId: 'p-facilitator', as: 'facilitator' },
      { personId: 'p-kent', as: 'director' },
    ],
    vacantAuthorityIds: [],
  })
})

t.test('should go by the appointments of the first day', async (t) => {
  const { people, vacantAuthorityIds } = expectedAt(meeting, appointments, '2019-11-08')
  t.strictSame(vacantAuthorityIds, ['hampshire', 'isle-of-wight'])
  t.notOk(people.some(({ personId }) => personId === 'p-both'))
})

t.test('should expect moderators at a training, and no director', async (t) => {
  t.strictSame(expectedAt({ ...meeting, kind: 'training', facilitatorIds: [] }, appointments, '2019-11-08'), {
    people: [{ personId: 'p-moderator', as: 'moderator' }],
    vacantAuthorityIds: [],
  })
})

t.test('should keep a director who also facilitates in the director’s seat', async (t) => {
  const { people } = expectedAt({ ...meeting, facilitatorIds: ['p-kent'] }, appointments, '2019-11-07')
  t.strictSame(people.find(({ personId }) => personId === 'p-kent')?.as, 'director')
})

const SPANS = [10, 11].map((hour) => ({
  from: new Date(Date.UTC(2019, 10, 7, hour)),
  until: new Date(Date.UTC(2019, 10, 7, hour + 1)),
}))

t.test(
  'should expect the people of sessions for their own time, and who is in none for no time',
  async (t) => {
    const [first, second] = SPANS
    if (!first || !second) throw new Error('two spans')
    const sessions = [
      { id: 's-1', span: first, authorityIds: ['kent', 'hampshire'], facilitatorId: 'p-facilitator' },
      { id: 's-2', span: second, authorityIds: ['kent'], facilitatorId: 'p-kent' },
    ]
    const facilitatorIds = ['p-facilitator', 'p-host']
    const circle = { ...meeting, authorityIds: ['kent', 'hampshire', 'surrey'], facilitatorIds, sessions }
    const surrey = appointment('p-surrey', 'director', ['surrey'])
    t.strictSame(expectedAt(circle, [...appointments, surrey], '2019-11-07').people, [
      { personId: 'p-both', as: 'director', span: first, sessionId: 's-1' },
      { personId: 'p-facilitator', as: 'facilitator', span: first, sessionId: 's-1' },
      { personId: 'p-host', as: 'facilitator' },
      { personId: 'p-kent', as: 'director', span: first, sessionId: 's-1' },
      { personId: 'p-kent', as: 'director', span: second, sessionId: 's-2' },
    ])
  },
)
