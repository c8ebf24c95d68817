import t from 'tap'
import { eachEngine } from '../fixtures/databases.ts'
import { offerKent, startPapers } from '../fixtures/papers.ts'
import { appoint } from '../fixtures/service.ts'

void eachEngine(
  t,
  'should keep reviewers with their themes, and warn where a round needs more than the pool can give',
  async (t, database) => {
    const themes = [
      { theme: 'neglect', reviewers: 2 },
      { theme: 'care-leavers', reviewers: 1 },
    ]
    const at = await startPapers(t, database, { moderation: { trainingValidMonths: 12, themes } })
    const { consultant, director, moderator, 'second moderator': second } = at.people
    const reviewer = await appoint(at.service, consultant, 'Reviewer, Kent', {
      role: 'contributor',
      authorities: [{ gssCode: 'E10000016' }],
    })
    const url = (personId: string) => `/v1/moderator-pool/${personId}`
    const write = async (personId: string, body: object) => {
      const { headers } = await consultant.get(url(personId))
      return consultant.put(url(personId), body, { 'if-match': headers.etag ?? '' })
    }
    const profile = {
      reviewer: true,
      authorityId: at.authorities.Kent,
      themes: ['neglect', 'care-leavers', 'neglect'],
    }
    t.match((await write(reviewer.personId, profile)).body, {
      reviewer: true,
      themes: ['care-leavers', 'neglect'],
    })
    t.match(await write(moderator.personId, { themes: ['neglect'] }), {
      status: 200,
      body: { reviewer: false },
    })
    t.match(await write(second.personId, { themes: ['Care leavers'] }), { status: 400 })
    t.match(await write(second.personId, { themes: [], authorityId: at.roundId }), { status: 400 })
    t.equal((await director.get(url(moderator.personId))).status, 403)

    await offerKent(at, moderator)
    const pool = (await consultant.get(`/v1/moderator-pool?roundId=${at.roundId}`)).body.items
    t.match(pool, [
      { name: 'Reviewer, Kent', moderator: false, reviewer: true, authorities: [{ name: 'Kent' }], load: 0 },
      {
        name: 'moderator, Bracknell Forest',
        moderator: true,
        reviewer: false,
        themes: [],
        load: 0,
        loadBefore: 0,
      },
      { name: 'moderator, Oxfordshire', themes: ['neglect'], load: 1 },
    ])
    t.match(
      (await reviewer.get('/v1/moderator-pool')).body.items,
      [{ name: 'Reviewer, Kent' }],
      'themselves alone',
    )

    const shortages = async () => (await consultant.get(`/v1/rounds/${at.roundId}/pool-shortages`)).body.items
    t.match(
      (await shortages()).map(({ theme, available }: { theme: string | null; available: number }) => [
        theme,
        available,
      ]),
      [
        [null, 0],
        ['neglect', 0],
        ['care-leavers', 0],
      ],
      'nobody is trained yet',
    )
    t.equal((await director.get(`/v1/rounds/${at.roundId}/pool-shortages`)).status, 403)
    const training = await consultant.post('/v1/challenge-events', {
      roundId: at.roundId,
      kind: 'training',
      date: '2019-07-01',
      venue: 'County Hall',
    })
    t.equal(training.status, 201, training.text)
    const cohort = `/v1/challenge-events/${training.body.id}/cohort`
    const { headers } = await consultant.get(cohort)
    const came = { cameIds: [moderator.personId, second.personId] }
    t.equal((await consultant.put(cohort, came, { 'if-match': headers.etag ?? '' })).status, 200)
    t.match(
      (await shortages()).map(({ theme, available }: { theme: string | null; available: number }) => [
        theme,
        available,
      ]),
      [
        [null, 3],
        ['neglect', 1],
        ['care-leavers', 0],
      ],
    )
  },
)
