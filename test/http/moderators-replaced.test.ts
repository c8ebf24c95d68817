import t from 'tap'
import { eachEngine } from '../fixtures/databases.ts'
import {
  acceptKent,
  COMMENTS,
  move,
  offerKent,
  startPapers,
  submitKent,
  thirdModerator,
} from '../fixtures/papers.ts'

void eachEngine(
  t,
  'should take a conflict in one call at any moment, and offer the consultant alternates',
  async (t, database) => {
    const at = await startPapers(t, database)
    const { consultant, moderator, 'second moderator': second } = at.people
    const { document } = await submitKent(at)
    await thirdModerator(at)
    for (const stage of ['offered', 'accepted', 'comments-submitted', 'signed-off'] as const) {
      const assignment = await offerKent(at, moderator)
      if (stage !== 'offered') await move(moderator, assignment, 'accept')
      if (stage === 'comments-submitted' || stage === 'signed-off')
        await move(moderator, assignment, 'submit-comments', COMMENTS)
      if (stage === 'signed-off') await move(moderator, assignment, 'sign-off')
      const reason = 'My sister leads its fostering service.'
      const declared = await moderator.post(`${assignment}/declare-conflict`, { type: 'family', reason })
      t.match(
        declared,
        { status: 200, body: { state: 'ended', reason, submission: null, comments: null } },
        stage,
      )
      t.equal((await moderator.get(document)).status, 404, 'access went with it')
      const again = await moderator.post(`${assignment}/declare-conflict`, { type: 'family', reason })
      t.match(again, { status: 409, body: { code: 'wrong-state' } })
      const [conflict] = (await moderator.get('/v1/conflicts')).body.items.slice(-1)
      t.match(conflict, { type: 'family', source: 'person', from: '2019-07-01', reason })
      await database.pool.query('delete from conflict')
    }
    const assignment = await offerKent(at, moderator)
    const of = { type: 'other', reason: 'Told me on the telephone.' }
    t.equal((await second.post(`${assignment}/declare-conflict`, of)).status, 404, 'nobody else’s')
    t.match(await consultant.post(`${assignment}/declare-conflict`, of), {
      status: 200,
      body: { state: 'ended' },
    })
    t.match((await consultant.get('/v1/conflicts')).body.items, [{ source: 'consultant' }])

    const alternates = await consultant.get(`${assignment}/alternates`)
    t.match(
      alternates.body.items.map(
        ({ person, mayModerate }: { person: { name: string }; mayModerate: boolean }) => [
          person.name,
          mayModerate,
        ],
      ),
      [
        ['moderator, Bracknell Forest', true],
        ['moderator, Buckinghamshire', true],
      ],
    )
    t.match(alternates.body.items[0].reasons, ['No of at most two assignments in this round.', /trained/])
    t.equal((await moderator.get(`${assignment}/alternates`)).status, 403, 'not for the moderator')
    const told = (await consultant.get('/v1/outbox?limit=200')).body.items.filter(
      ({ topic }: { topic: string }) => topic === 'moderator.wanted',
    )
    t.equal(told.length, 5)
    t.match(told[0].payload, {
      because: 'conflict',
      authority: 'Kent',
      alternates: [{ load: 0 }, { load: 0 }],
    })
  },
)

void eachEngine(
  t,
  'should reassign a silent moderator’s paper, all or nothing, and rank who is less loaded first',
  async (t, database) => {
    const at = await startPapers(t, database)
    const { consultant, moderator, 'second moderator': second } = at.people
    const { document } = await submitKent(at)
    const other = await thirdModerator(at)
    const surrey = { selfAssessmentId: at.papers.Surrey?.split('/').at(-1), moderatorId: second.personId }
    t.equal((await consultant.post('/v1/moderation-assignments', surrey)).status, 201)
    const silent = await acceptKent(at, moderator)
    const ranked = (await consultant.get(`${silent}/alternates`)).body.items
    t.match(ranked, [
      { person: { id: other.personId }, load: 0 },
      { person: { id: second.personId }, load: 1, reasons: [/^One of at most two/] },
    ])
    const reason = 'Has fallen ill.'
    const own = { moderatorId: moderator.personId, reason }
    t.match(await move(consultant, silent, 'reassign', own), { status: 400 })
    const conflicted = await consultant.post('/v1/conflicts', {
      personId: second.personId,
      authorityId: at.authorities.Kent,
      type: 'other',
      reason: 'Kin.',
    })
    t.equal(conflicted.status, 201)
    const refused = await move(consultant, silent, 'reassign', { moderatorId: second.personId, reason })
    t.match(refused, { status: 409, body: { code: 'conflict-of-interest' } })
    t.equal((await moderator.get(document)).status, 200, 'and nothing has changed')
    t.match(await move(moderator, silent, 'reassign', { moderatorId: other.personId, reason }), {
      status: 403,
    })
    at.service.setClock('2019-08-05T09:00:00Z')
    const offered = await move(consultant, silent, 'reassign', { moderatorId: other.personId, reason })
    t.match(offered, {
      status: 201,
      body: {
        state: 'offered',
        moderator: { id: other.personId },
        replacesId: silent.split('/').at(-1),
        acceptBy: '2019-08-12',
        commentsDue: '2019-09-06',
      },
    })
    t.match((await moderator.get(silent)).body, { state: 'ended', reason, submission: null })
    t.equal((await moderator.get(document)).status, 404)
  },
)
