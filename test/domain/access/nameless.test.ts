import t from 'tap'
import { namelessLast } from '../../../src/domain/access/readers.ts'

t.test('should tell nothing by the place of somebody whose name is kept', async (t) => {
  const kent = { person: { id: 'b' }, reads: 1 }
  const medway = { person: { id: 'd' }, reads: 1 }
  const twice = { person: null, reads: 2 }
  const once = { person: null, reads: 1 }
  const told = [kent, medway, once, twice]
  t.same(namelessLast([once, kent, twice, medway]), told)
  t.same(namelessLast([kent, twice, medway, once]), told, 'whatever their ids were')
})
