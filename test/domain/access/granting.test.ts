import t from 'tap'
import type { Actor } from '../../../src/domain/access/actor.ts'
import {
  checkGrantSpan,
  GRANTED_ROLES,
  giverOf,
  grantsSomething,
  mayReceive,
  mayRevoke,
  papersSeenIn,
} from '../../../src/domain/access/granting.ts'
import type { PaperFacts } from '../../../src/domain/access/paper.ts'
import { asker, kentsPaper, post } from './papers.ts'

const NOW = new Date('2019-10-10T12:00Z')

const actor = (personId: string, paper: PaperFacts = kentsPaper): Actor => ({
  ...asker(personId),
  operator: false,
  appointments: paper.appointments.filter((held) => held.personId === personId),
  now: NOW,
})

/** In which capacity somebody opens Kent's paper to each role in turn. */
const gives = (personId: string, receiver = 'another', paper: PaperFacts = kentsPaper) =>
  GRANTED_ROLES.map((as) => giverOf(actor(personId, paper), { personId: receiver, as }, paper))

t.test(
  'a paper is opened by its author’s director or the consultant, to assistants by the first alone',
  async (t) => {
    t.same(GRANTED_ROLES, ['assistant', 'facilitator', 'observer'])
    t.same(gives('director'), ['director', 'director', 'director'])
    t.same(gives('consultant'), [null, 'consultant', 'consultant'])
    const others = new Set(kentsPaper.appointments.map(({ personId }) => personId))
    for (const personId of others)
      if (personId !== 'director' && personId !== 'consultant')
        t.same(gives(personId), [null, null, null], personId)
  },
)

t.test('nobody opens a paper to themselves, nor one that they may not read', async (t) => {
  t.same(gives('director', 'director'), [null, null, null])
  t.same(gives('consultant', 'consultant'), [null, null, null])
  const conflict = { id: 'c', authorityId: 'kent', type: 'family', source: 'person', reason: 'Kin.' } as const
  for (const personId of ['director', 'consultant']) {
    const conflicts = [{ ...conflict, personId, from: '2019-01-01', until: null }]
    t.same(gives(personId, 'another', { ...kentsPaper, conflicts }), [null, null, null], personId)
  }
})

t.test('who is both opens to an assistant as director, else as consultant', async (t) => {
  const both = { ...kentsPaper, appointments: [post('me', 'director', ['kent']), post('me', 'consultant')] }
  t.same(gives('me', 'another', both), ['director', 'consultant', 'consultant'])
})

t.test('whether there is anything to open is known before any paper is looked at', async (t) => {
  const may = (personId: string) =>
    GRANTED_ROLES.filter((as) => grantsSomething(actor(personId), { personId: 'another', as }))
  t.same(may('challenger'), GRANTED_ROLES, 'a director, of some paper')
  t.same(may('consultant'), ['facilitator', 'observer'])
  t.same(may('assistant'), [])
  t.equal(grantsSomething(actor('director'), { personId: 'director', as: 'observer' }), false)
})

t.test('a grant is for somebody who holds the role then, an assistant in that office', async (t) => {
  const may = (personId: string, as: (typeof GRANTED_ROLES)[number], day = '2019-10-10') =>
    mayReceive({ personId, as }, kentsPaper, day)
  t.equal(may('assistant', 'assistant'), true)
  t.equal(may('assistant of challenger', 'assistant'), false)
  t.equal(may('facilitator of others', 'facilitator'), true, 'to be named later')
  t.equal(may('observer', 'observer'), true)
  t.equal(may('observer', 'observer', '2020-09-01'), false, 'the appointment has ended')
  t.equal(may('observer', 'facilitator'), false)
  t.equal(may('nobody', 'observer'), false)
})

t.test('a grant begins now or later and ends within 400 days', async (t) => {
  const span = (from: string, until: string) =>
    checkGrantSpan({ from: new Date(from), until: new Date(until) }, NOW)
  t.ok(span('2019-10-10T12:00Z', '2020-11-13T12:00Z').ok, '400 days to the instant')
  t.match(span('2019-10-10T12:00Z', '2020-11-13T12:00:00.001Z'), {
    failure: { faults: [{ pointer: '/until' }] },
  })
  t.match(span('2019-10-10T11:59Z', '2019-11-10T12:00Z'), { failure: { faults: [{ pointer: '/from' }] } })
  t.match(span('2019-11-10T12:00Z', '2019-11-10T12:00Z'), { failure: { faults: [{ pointer: '/until' }] } })
})

t.test(
  'a grant is known to its reader, to each office with its own papers, and to the consultant',
  async (t) => {
    const papers = ['kent', 'portsmouth'].map((authorityId) => ({
      id: `of ${authorityId}`,
      authorityIds: [authorityId],
    }))
    const sees = (personId: string) =>
      papersSeenIn(actor(personId), { personId: 'observer', papers }).flatMap(
        ({ authorityIds }) => authorityIds,
      )
    t.same(sees('observer'), ['kent', 'portsmouth'])
    t.same(sees('consultant'), ['kent', 'portsmouth'])
    for (const personId of ['director', 'delegate', 'assistant']) t.same(sees(personId), ['kent'], personId)
    t.same(sees('challenger'), ['portsmouth'])
    for (const personId of ['contributor', 'moderator', 'director elsewhere'])
      t.same(sees(personId), [], personId)
    const gone = { ...actor('observer'), appointments: [] }
    t.same(papersSeenIn(gone, { personId: 'observer', papers }), [], 'not after the last post has ended')
    const may = (personId: string, of = papers) => mayRevoke(actor(personId), { papers: of })
    t.equal(may('consultant'), true)
    t.equal(may('director'), false, 'it opens another authority’s paper too')
    t.equal(may('director', papers.slice(0, 1)), true)
    t.equal(may('assistant', papers.slice(0, 1)), false)
    t.equal(may('observer'), false)
  },
)
