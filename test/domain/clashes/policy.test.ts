import t from 'tap'
import { CLASH_RULE_NAMES } from '../../../src/domain/clashes/clash.ts'
import { type ClashPolicy, DEFAULT_CLASH_POLICY, severityOf } from '../../../src/domain/clashes/policy.ts'

const policyOf = (severities: ClashPolicy['severities']): ClashPolicy => ({
  ...DEFAULT_CLASH_POLICY,
  severities,
})

t.test('should give every rule its default severity', async (t) => {
  const plain = CLASH_RULE_NAMES.filter((rule) => rule !== 'calendar-unknown')
  const blocking = plain.filter((rule) => severityOf(DEFAULT_CLASH_POLICY, rule, undefined) === 'blocking')
  t.strictSame(blocking.toSorted(), [
    'bank-holiday',
    'conference',
    'facilitator-capacity',
    'inspection-on-site',
    'ofsted-annual-conversation',
    'person-double-booked',
    'personal-busy',
    'regional-meeting',
    'weekend',
  ])
})

t.test('should tell the cases of a rule apart', async (t) => {
  const of = (policy: ClashPolicy) => [
    severityOf(policy, 'ofsted-annual-conversation', 'authority'),
    severityOf(policy, 'ofsted-annual-conversation', 'region'),
    severityOf(policy, 'personal-busy', 'out-of-office'),
    severityOf(policy, 'personal-busy', 'busy'),
  ]
  t.strictSame(of(DEFAULT_CLASH_POLICY), ['blocking', 'warning', 'blocking', 'warning'])
  const southEast = policyOf({ 'ofsted-annual-conversation': { region: 'blocking' } })
  t.strictSame(of(southEast), ['blocking', 'blocking', 'blocking', 'warning'])
  t.strictSame(of(policyOf({ 'personal-busy': 'warning' })), ['blocking', 'warning', 'warning', 'warning'])
})

t.test('should let a round change a rule, whatever case is asked about', async (t) => {
  const policy = policyOf({ 'school-holiday': 'blocking', weekend: 'warning' })
  t.equal(severityOf(policy, 'school-holiday', 'authority'), 'blocking')
  t.equal(severityOf(policy, 'weekend'), 'warning')
  t.equal(severityOf(policy, 'bank-holiday'), 'blocking')
})

t.test('should never soften a double booking, whatever a stored policy says', async (t) => {
  const stored = JSON.parse('{"person-double-booked": "warning"}')
  t.equal(severityOf(policyOf(stored), 'person-double-booked'), 'blocking')
})
