import t from 'tap'
import { eachEngine } from '../fixtures/databases.ts'
import { must } from '../fixtures/outcomes.ts'
import { solvingOver } from '../fixtures/plans.ts'
import { pairsIn, type SentYear } from '../fixtures/rotations.ts'
import { ref } from '../fixtures/round.ts'
import { AFTER, startSurrey } from '../fixtures/split.ts'

/** Kent, Medway and Surrey met; who came of Surrey has met whom Surrey met, and the other one that came of it. */
const MET = [
  'East Surrey – Kent',
  'East Surrey – Medway',
  'East Surrey – West Surrey',
  'Kent – Medway',
  'Kent – West Surrey',
  'Medway – West Surrey',
]

void eachEngine(t, 'who came of an authority has met whom it met', async (t, database) => {
  const at = await startSurrey(t, database)
  must(await at.split())
  await at.directors()
  at.service.setClock(AFTER)
  const solving = solvingOver(t, database, () => new Date(AFTER))
  const rotate = async (body: object) => {
    const { id } = must(await at.consultant.post('/v1/rotations', body)).body
    while ((await solving.look()) > 0) await solving.idle()
    return (await at.consultant.get(`/v1/rotations/${id}`)).body
  }
  const newest = await rotate({ years: 1 })
  t.match(newest, { directors: 8, history: [{ round: { label: '2026-27' }, pairs: 6 }] })
  const [year] = newest.result.years as SentYear[]
  t.equal(year?.repeats, pairsIn(year ?? { groups: [] }).filter((pair) => MET.includes(pair)).length)
  t.match(year, { repeats: 2, fewestRepeats: 2 }, 'four who have all met are in two groups of four')
  t.match(
    newest.result.inWords,
    /^In the first year two directors meet again already, and no plan has more\. However the first/,
  )

  const more = ['Slough', 'Reading', 'Wokingham', 'West Sussex']
  for (const name of more) await at.council(name)
  const all = (await at.consultant.get('/v1/authorities')).body.items
    .filter(({ id }: { id: string }) => id !== at.surrey)
    .map(({ id }: { id: string }) => ({ authorityId: id }))
  const twelve = await rotate({ participants: all, years: 2 })
  t.equal(twelve.directors, 12)
  t.match(twelve.result, { repeatFreeYears: 2 })
  const pairs = twelve.result.years.flatMap(pairsIn)
  t.equal(new Set([...pairs, ...MET]).size, pairs.length + MET.length)

  const ended = await at.consultant.post('/v1/rotations', { participants: [...all, ref('Surrey')] })
  t.match(ended, { status: 400, body: { errors: [{ pointer: '/participants/13' }] } })
  t.match(
    ended.body.detail,
    /Surrey ended on Thursday 1 April 2027: name East Surrey and West Surrey instead/,
  )
})
