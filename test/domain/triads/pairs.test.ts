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

t.test(
  'whom an authority met passes on to those that took over from it, but they have not met',
  async (t) => {
    const standingFor = (id: string) => (id === 's' ? ['e', 'w'] : [id])
    t.strictSame(repeatedPairs(triads('ke', 'wm', 'ewx'), triads('skm'), standingFor), [
      ['e', 'k'],
      ['m', 'w'],
    ])
    const merged = (id: string) => (id === 'h' || id === 'i' ? ['n'] : [id])
    t.strictSame(repeatedPairs(triads('nk'), triads('hik'), merged), [['k', 'n']])
  },
)
