import t from 'tap'
import { validOn } from '../../../src/domain/access/actor.ts'
import { post } from './papers.ts'

t.test('an appointment is valid from its first day to the day before its last', async (t) => {
  const dated = post('somebody', 'director', ['kent'], { from: '2019-05-10', until: '2019-06-01' })
  t.equal(validOn(dated, '2019-05-09'), false)
  t.equal(validOn(dated, '2019-05-10'), true)
  t.equal(validOn(dated, '2019-05-31'), true)
  t.equal(validOn(dated, '2019-06-01'), false)
})

t.test('an appointment without an end goes on', async (t) => {
  t.equal(validOn(post('somebody', 'director', ['kent'], { until: null }), '2099-12-31'), true)
})
