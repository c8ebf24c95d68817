import t from 'tap'
import { inTransaction } from '../../src/db/database.ts'
import { loadFeedbackTogether } from '../../src/db/feedback.ts'
import { eachEngine } from '../fixtures/databases.ts'
import { AFTER_MEETING, idOf, must, startAfterMeeting } from '../fixtures/outcomes.ts'
import type { Client } from '../fixtures/service.ts'

void eachEngine(
  t,
  'should hear each participant once, and tell nobody who said what',
  async (t, database) => {
    const at = await startAfterMeeting(t, database)
    const { consultant, director, challenger, facilitator } = at.people
    const url = `${at.meetings[0]}/feedback`
    const say = (client: Client, score: number, words: string | null = null) =>
      client.post(url, { preparation: score, challenge: score, usefulness: 5, words })
    t.match(await say(director, 1, 'Too long.'), {
      status: 200,
      body: { own: { preparation: 1, usefulness: 5, words: 'Too long.' }, summary: null },
    })
    must(await say(challenger, 4, 'A good chair.'))
    must(await say(director, 2, 'Still too long.'))
    const few = { own: null, summary: { answers: 2, scores: null, words: null } }
    t.same((await consultant.get(url)).body, few, 'of two, only that there are two')
    must(await say(facilitator, 5))
    t.same((await consultant.get(url)).body, {
      own: null,
      summary: {
        answers: 3,
        scores: { preparation: 3.7, challenge: 3.7, usefulness: 5 },
        words: ['A good chair.', 'Still too long.'],
      },
    })
    t.match((await director.get(url)).body, { own: { words: 'Still too long.' }, summary: null })
    for (const person of ['assistant', 'director elsewhere', 'observer', 'moderator'] as const) {
      t.same((await at.people[person].get(url)).body, { own: null, summary: null })
      t.equal((await say(at.people[person], 3)).status, 403, person)
    }
    t.equal((await say(consultant, 3)).status, 403, 'who was not there')
    t.equal((await say(director, 6)).status, 400)
    t.equal((await at.people.stranger.get(url)).status, 404)

    const scope = { regionId: at.regionId, personId: consultant.personId, now: new Date(AFTER_MEETING) }
    const seen = await inTransaction(database, scope, async (trx) => ({
      rows: await trx.selectFrom('eventFeedback').selectAll().execute(),
      together: await loadFeedbackTogether(trx, idOf(at.meetings[0]), 4),
    }))
    t.same(seen, { rows: [], together: { answers: 3, given: null } }, 'not in the tables either')
  },
)
