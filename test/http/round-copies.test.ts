import t from 'tap'
import { eachEngine } from '../fixtures/databases.ts'
import { startRound } from '../fixtures/events.ts'
import { EVERYBODY, HAMPSHIRE, ref, SOUTH_EAST } from '../fixtures/round.ts'

const NEXT = { label: '2020-21', window: { first: '2020-10-01', last: '2020-12-11' } }

/** The triads of a round, each by its number and the names in it. */
const named = (items: { number: number; authorities: { name: string }[] }[]): [number, string[]][] =>
  items.map(({ number, authorities }) => [number, authorities.map(({ name }) => name)])

void eachEngine(t, 'should shift deadlines by working days in a copied round', async (t, database) => {
  const { consultant, roundId } = await startRound(t, database)
  const copied = await consultant.post('/v1/rounds', { ...NEXT, copyFrom: roundId })
  t.match(copied, {
    status: 201,
    body: {
      takingPart: 8,
      // 43, 17 and 12 working days before the window, as in 2019.
      deadlines: { selfAssessmentDue: '2020-07-31', commentsDue: '2020-09-08', releaseOn: '2020-09-15' },
    },
  })
  t.same(
    (await consultant.get(`/v1/rounds/${copied.body.id}/triads`)).body.items,
    [],
    'triads only when asked',
  )
  const own = await consultant.post('/v1/rounds', {
    ...NEXT,
    label: 'With a day of its own',
    copyFrom: roundId,
    deadlines: { commentsDue: '2020-09-04', releaseOn: null },
  })
  t.same(own.body.deadlines, {
    selfAssessmentDue: '2020-07-31',
    commentsDue: '2020-09-04',
    releaseOn: null,
  })
  const late = {
    label: '2059-60',
    window: { first: '2059-10-01', last: '2059-12-14' },
    copyFrom: roundId,
  }
  const refused = await consultant.post('/v1/rounds', { ...late, deadlines: { releaseOn: null } })
  t.match(refused, {
    status: 400,
    body: {
      errors: [
        {
          pointer: '/deadlines/selfAssessmentDue',
          detail: /Wednesday 31 July 2019.*bank holidays does not cover/,
        },
        { pointer: '/deadlines/commentsDue' },
      ],
    },
  })
  t.equal(refused.body.errors.length, 2, 'what the request gives needs no calendar')
  const deadlines = { selfAssessmentDue: '2059-07-31', commentsDue: null, releaseOn: null }
  t.equal((await consultant.post('/v1/rounds', { ...late, deadlines })).status, 201)
})

void eachEngine(t, 'should copy triads as far as their members take part', async (t, database) => {
  const { consultant, roundId, triads } = await startRound(t, database)
  const { headers } = await consultant.get(`/v1/triads/${triads[0]}`)
  await consultant.patch(`/v1/triads/${triads[0]}`, { number: 7 }, { 'if-match': String(headers.etag) })
  const copy = (changes: object) =>
    consultant.post('/v1/rounds', { ...NEXT, copyFrom: roundId, copyTriads: true, ...changes })

  const whole = await copy({})
  t.equal(whole.status, 201, whole.text)
  t.equal(whole.body.pairs.repeated, whole.body.pairs.total)
  t.same(named((await consultant.get(`/v1/rounds/${whole.body.id}/triads`)).body.items), [
    [2, ['Buckinghamshire', 'Hampshire', 'Isle of Wight', 'Oxfordshire']],
    [7, ['Kent', 'Medway', 'Surrey']],
  ])

  const except = (...codes: string[]) =>
    EVERYBODY.map(({ authority }) =>
      codes.includes(authority.gssCode)
        ? { authority, takingPart: false, reason: 'Sits this year out.' }
        : { authority },
    )
  const refused = await copy({ label: 'Without Kent', participants: except(SOUTH_EAST.Kent) })
  t.match(refused, {
    status: 400,
    body: {
      errors: [
        {
          pointer: '/copyTriads',
          detail: /^Triad 7 of 2019-20 cannot be copied without Kent: This triad has two authorities/,
        },
      ],
    },
  })
  const fewer = await copy({ label: 'Still three directors', participants: except('E06000046') })
  t.equal(fewer.status, 201, fewer.text)
  t.same(named((await consultant.get(`/v1/rounds/${fewer.body.id}/triads`)).body.items)[0], [
    2,
    ['Buckinghamshire', 'Hampshire', 'Oxfordshire'],
  ])
  const gone = except(SOUTH_EAST.Kent, SOUTH_EAST.Medway, SOUTH_EAST.Surrey)
  const none = await copy({ label: 'A triad less', participants: gone })
  t.equal((await consultant.get(`/v1/rounds/${none.body.id}/triads`)).body.items.length, 1)

  const fault = { status: 400, body: { errors: [{ pointer: '/copyTriads' }] } }
  t.match(await copy({ copyFrom: undefined, label: 'From nothing' }), fault)
  t.match(await copy({ label: 'Both', triads: [[ref('Kent'), ref('Medway'), HAMPSHIRE]] }), fault)
  const { body } = await consultant.get('/v1/rounds')
  t.equal(body.items.length, 4, 'nothing half done')
})
