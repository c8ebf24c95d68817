import t from 'tap'
import { misplacedVisits } from '../../../src/domain/planning/visit-fit.ts'

const triads = [
  { id: 'one', authorityIds: ['kent', 'medway'], meetingOn: '2019-11-13' },
  { id: 'two', authorityIds: ['surrey'], meetingOn: null },
]
const visit = (title: string, hostAuthorityId: string | null, triadId: string | null, date: string) => ({
  title,
  hostAuthorityId,
  triadId,
  date,
})

t.test('a visit goes with a host of its triad, on a later day than its meeting', async (t) => {
  const visits = [
    visit('the day after', 'kent', 'one', '2019-11-14'),
    visit('the same day', 'kent', 'one', '2019-11-13'),
    visit('before', 'medway', 'one', '2019-11-12'),
    visit('to another triad', 'surrey', 'one', '2019-11-20'),
    visit('of a triad that has no meeting', 'surrey', 'two', '2019-11-01'),
    visit('of no triad', 'kent', null, '2019-11-01'),
  ]
  t.same(
    misplacedVisits(visits, triads).map(({ title }) => title),
    ['the same day', 'before', 'to another triad'],
  )
})
