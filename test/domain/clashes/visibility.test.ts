import t from 'tap'
import { inspectionOnSite } from '../../../src/domain/clashes/rules/commitments.ts'
import { asSeenBy } from '../../../src/domain/clashes/visibility.ts'
import { calendarOf, commitmentOf, factsOf } from '../../fixtures/clash-facts.ts'

const facts = factsOf(
  {},
  {
    calendars: [calendarOf('inspection')],
    commitments: [
      commitmentOf(
        'inspection',
        { first: '2019-10-28', last: '2019-11-01' },
        { scope: { kind: 'authorities', ids: ['kent'] } },
      ),
    ],
  },
)
const [found] = inspectionOnSite(facts)
if (!found) throw new Error('the inspection should clash')
const clash = { ...found, waived: 'The inspectors agreed' }
/** What a clash rests on is for waivers alone, and shown to nobody. */
const shown = ({ basis: _, ...rest }: typeof clash) => rest
const seen = (viewer: { consultant: boolean; authorityIds: string[] }) =>
  asSeenBy(clash, { personId: 'somebody', ...viewer }, facts.names.authorities)

t.test('should tell the consultant and the authority’s own office of an inspection', async (t) => {
  t.strictSame(seen({ consultant: true, authorityIds: [] }), shown(clash))
  t.strictSame(seen({ consultant: false, authorityIds: ['kent'] }), shown(clash))
})

t.test('should tell others only that the authority is unavailable', async (t) => {
  const others = seen({ consultant: false, authorityIds: ['portsmouth'] })
  t.match(others, { rule: 'unavailable', message: 'Unavailable: Kent on Friday 1 November 2019.' })
  t.notMatch(JSON.stringify(others), /inspect/i)
})

t.test('should show every other clash as it is', async (t) => {
  const conference = { ...clash, rule: 'conference' as const }
  t.strictSame(
    asSeenBy(conference, { personId: 'somebody', consultant: false, authorityIds: [] }, {}),
    shown(conference),
  )
})

t.test('should tell everybody what an office answered to a poll', async (t) => {
  const refused = { ...clash, rule: 'personal-busy' as const, personIds: [] }
  t.strictSame(
    asSeenBy(refused, { personId: 'somebody', consultant: false, authorityIds: ['portsmouth'] }, {}),
    shown(refused),
  )
})

t.test('should keep which personal calendar it is to its owner and the consultant', async (t) => {
  const busy = { ...clash, rule: 'personal-busy' as const, personIds: ['director-kent'] }
  const as = (personId: string, consultant = false) =>
    asSeenBy(busy, { personId, consultant, authorityIds: ['kent'] }, {})
  t.strictSame(as('director-kent'), shown(busy))
  t.strictSame(as('anybody', true), shown(busy))
  t.match(as('director-surrey'), {
    rule: 'personal-busy',
    calendarId: null,
    commitmentId: null,
    checkedAt: null,
  })
})
