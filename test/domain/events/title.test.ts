import t from 'tap'
import { defaultTitle } from '../../../src/domain/events/title.ts'

t.test('should name an event by its kind, triad and round', async (t) => {
  const round = { roundLabel: '2019-20', hostName: null }
  t.equal(defaultTitle({ ...round, kind: 'meeting', triadNumber: 2 }), 'Triad 2 challenge event, 2019-20')
  t.equal(
    defaultTitle({ ...round, kind: 'visit', triadNumber: 2, hostName: 'Kent' }),
    'Triad 2 visit to Kent, 2019-20',
  )
  t.equal(defaultTitle({ ...round, kind: 'meeting', triadNumber: null }), 'Challenge event, 2019-20')
  t.equal(
    defaultTitle({ ...round, kind: 'visit', triadNumber: null, hostName: 'Kent' }),
    'Visit to Kent, 2019-20',
  )
  t.equal(defaultTitle({ ...round, kind: 'training', triadNumber: null }), 'Moderator training, 2019-20')
  t.equal(defaultTitle({ ...round, kind: 'summit', triadNumber: null }), 'Regional summit, 2019-20')
})
