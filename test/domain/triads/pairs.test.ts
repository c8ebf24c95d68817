import t from 'tap'
import { pairsOf, repeatedPairs } from '../../../src/domain/triads/pairs.ts'

const triads = (...groups: string[]) => groups.map((group) => ({ authorityIds: group.split('') }))

t.test('pairsOf gives every two of a triad once, whatever their order', async (t) => {
  t.strictSame(pairsOf(triads('cab', 'ac', 'd')), [
    ['a', 'b'],
    ['a', 'c'],
    ['b', 'c'],
  ])
  t.equal(pairsOf(triads('abcd')).length, 6)
})

t.test('repeatedPairs gives those that met before', async (t) => {
  t.strictSame(repeatedPairs(triads('abc', 'def'), triads('bad', 'cef')), [
    ['a', 'b'],
    ['e', 'f'],
  ])
  t.strictSame(repeatedPairs(triads('abc'), []), [])
})
