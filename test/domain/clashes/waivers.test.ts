import fc from 'fast-check'
import t from 'tap'
import { CLASH_RULE_NAMES, type Clash } from '../../../src/domain/clashes/clash.ts'
import { clashOf } from '../../../src/domain/clashes/making.ts'
import { applyWaivers, blocking, markWaived } from '../../../src/domain/clashes/waivers.ts'
import { factsOf } from '../../fixtures/clash-facts.ts'

const clash = (
  rule: Clash['rule'],
  commitmentId: string | null = null,
  severity: Clash['severity'] = 'blocking',
) => clashOf(factsOf(), rule, severity, { message: rule, commitmentId })

const reason = 'Agreed with both offices'

t.test('should excuse the clash that it names, and no other', async (t) => {
  const clashes = [clash('conference', 'c-1'), clash('conference', 'c-2'), clash('weekend')]
  const result = applyWaivers(clashes, [{ rule: 'conference', commitmentId: 'c-1', reason }])
  t.match(result, { ok: true, value: [{ waived: reason }, { waived: null }, { waived: null }] })
  t.equal(blocking(result.ok ? result.value : []).length, 2)
  t.ok(
    clashes.every((each) => each.waived === null),
    'what was found is not changed',
  )
})

t.test('should let through only warnings and what is waived', async (t) => {
  t.strictSame(
    blocking([clash('short-notice', null, 'warning'), { ...clash('weekend'), waived: reason }]),
    [],
  )
})

t.test('should refuse a waiver that excuses nothing, by its index', async (t) => {
  const waivers = [
    { rule: 'weekend', commitmentId: null, reason },
    { rule: 'conference', commitmentId: 'c-9', reason },
    { rule: 'bank-holiday', commitmentId: null, reason },
  ] as const
  t.match(applyWaivers([clash('weekend')], waivers), {
    ok: false,
    failure: { code: 'invalid-request', faults: [{ pointer: '/waivers/1' }, { pointer: '/waivers/2' }] },
  })
})

t.test('should pass over a stored waiver that excuses nothing any more', async (t) => {
  const stored = [{ rule: 'conference', commitmentId: 'gone', reason }] as const
  t.match(markWaived([clash('weekend')], stored), [{ waived: null }])
})

t.test('should never excuse a double booking', async (t) => {
  t.match(
    applyWaivers(
      [clash('person-double-booked')],
      [{ rule: 'person-double-booked', commitmentId: null, reason }],
    ),
    {
      ok: false,
      failure: { detail: /cannot be waived/, faults: [{ pointer: '/waivers/0' }] },
    },
  )
  const rules = fc.constantFrom(...CLASH_RULE_NAMES)
  const commitmentIds = fc.constantFrom(null, 'c-1', 'c-2')
  const waivers = fc.array(fc.record({ rule: rules, commitmentId: commitmentIds, reason: fc.string() }))
  const others = fc.array(fc.tuple(rules, commitmentIds))
  fc.assert(
    fc.property(waivers, others, commitmentIds, (given, found, id) => {
      const clashes = [
        ...found.map(([rule, commitmentId]) => clash(rule, commitmentId)),
        clash('person-double-booked', id),
      ]
      const marked = markWaived(clashes, given)
      const result = applyWaivers(clashes, given)
      const left = [marked, result.ok ? result.value : clashes].map(blocking)
      return left.every((each) => each.some(({ rule }) => rule === 'person-double-booked'))
    }),
  )
})
