import t from 'tap'
import type { Appointment } from '../../../src/domain/access/actor.ts'
import { checkTriadSize, DEFAULT_TRIAD_SIZE, directorsOn } from '../../../src/domain/triads/size.ts'

const director = (
  personId: string,
  authorityIds: string[],
  from = '2018-01-01',
  until: string | null = null,
) =>
  ({
    id: personId,
    personId,
    role: 'director',
    authorityIds,
    from,
    until,
    eventId: null,
  }) satisfies Appointment

const TRIAD = ['hampshire', 'isle-of-wight', 'milton-keynes', 'slough']

const APPOINTMENTS: Appointment[] = [
  director('p-solent', ['hampshire', 'isle-of-wight'], '2013-01-01', '2024-02-01'),
  director('p-hampshire', ['hampshire'], '2024-02-01'),
  director('p-island', ['isle-of-wight'], '2024-02-01'),
  director('p-milton-keynes', ['milton-keynes']),
  director('p-slough', ['slough'], '2018-01-01', '2020-01-01'),
  { ...director('p-deputy', ['slough']), role: 'delegate' },
]

const NAMES = {
  hampshire: 'Hampshire',
  'isle-of-wight': 'Isle of Wight',
  'milton-keynes': 'Milton Keynes',
  slough: 'Slough',
}

const check = (date: string, authorityIds = TRIAD, policy = DEFAULT_TRIAD_SIZE) =>
  checkTriadSize(directorsOn(authorityIds, APPOINTMENTS, date), policy, NAMES)

t.test('directorsOn counts a shared director once, while shared', async (t) => {
  t.strictSame(directorsOn(TRIAD, APPOINTMENTS, '2019-11-11'), {
    authorityIds: TRIAD,
    directorIds: ['p-solent', 'p-milton-keynes', 'p-slough'],
    vacantAuthorityIds: [],
  })
  const [before, after] = ['2024-01-31', '2024-02-01'].map(
    (date) => directorsOn(TRIAD, APPOINTMENTS, date).directorIds,
  )
  t.strictSame(before, ['p-solent', 'p-milton-keynes'])
  t.strictSame(after, ['p-hampshire', 'p-island', 'p-milton-keynes'])
})

t.test(
  'directorsOn reports a seat without a director as vacant, and takes no delegate for one',
  async (t) => {
    t.match(directorsOn(TRIAD, APPOINTMENTS, '2020-01-01'), { vacantAuthorityIds: ['slough'] })
  },
)

t.test('checkTriadSize takes four authorities with three directors for a triad', async (t) => {
  t.match(check('2019-11-11'), { ok: true, value: { authorityIds: TRIAD } })
  t.ok(check('2020-01-01').ok, 'a vacant seat is still a seat')
})

t.test('checkTriadSize refuses other sizes and says both counts', async (t) => {
  t.match(check('2024-02-01'), {
    ok: false,
    failure: {
      code: 'triad-size',
      detail:
        'This triad has four authorities, four directors, with a vacant seat counted for Slough; ' +
        'in this round a triad has three directors.',
      faults: [{ pointer: '/authorityIds' }],
    },
  })
  t.match(check('2019-11-11', ['hampshire', 'isle-of-wight']), {
    failure: {
      detail: 'This triad has two authorities, one director; in this round a triad has three directors.',
    },
  })
})

t.test('checkTriadSize lets a round ask for pairs or fours', async (t) => {
  const twoToFour = { smallest: 2, largest: 4 }
  t.ok(check('2024-02-01', TRIAD, twoToFour).ok)
  t.ok(check('2019-11-11', ['milton-keynes', 'slough'], twoToFour).ok)
  t.match(check('2019-11-11', ['slough'], twoToFour), {
    failure: { detail: /a triad has two to four directors/ },
  })
})
