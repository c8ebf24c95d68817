import t from 'tap'
import { checkPlan } from '../../scripts/check-plan/check.ts'
import { proposeMeetings, tryConfirming } from '../../scripts/rounds/events.ts'
import { eachEngine } from '../fixtures/databases.ts'
import { solvingOver } from '../fixtures/plans.ts'
import { MAY_2019, startSouthEast } from '../fixtures/south-east.ts'

interface Plan {
  readonly id: string
  readonly state: string
  readonly isOptimal: boolean
  readonly gap: number
  readonly cost: { readonly total: number }
  readonly events: readonly { readonly date: string; readonly seats: readonly object[] }[]
}

void eachEngine(
  t,
  "should plan the South East's round of 2019-20 to a proven optimum",
  async (t, database) => {
    const { consultant, round, triads, published } = await startSouthEast(t, database)
    await proposeMeetings(consultant, round, triads, published)
    const solving = solvingOver(t, database, () => new Date(MAY_2019))
    const plan = async (body: object) => {
      const { id } = await consultant.create<Plan>(`/v1/rounds/${round.id}/plans`, body)
      while ((await solving.look()) > 0) await solving.idle()
      return consultant.read<Plan>(`/v1/plans/${id}`)
    }
    const dates = await plan({ planned: 'dates' })
    const whole = await plan({})
    for (const each of [dates, whole]) {
      t.match(each, { state: 'planned', isOptimal: true, gap: 0 })
      t.equal(each.events.length, 6)
      const verdict = checkPlan(await consultant.read(`/v1/plans/${each.id}/check-file`))
      t.same(verdict.faults, [], `proven by ${verdict.proof}`)
    }
    t.ok(whole.cost.total < dates.cost.total, 'who meets whom is worth choosing too')

    await consultant.send('POST', `/v1/plans/${whole.id}/deploy`)
    const events = await consultant.list<Parameters<typeof tryConfirming>[1]>(
      `/v1/challenge-events?roundId=${round.id}`,
    )
    t.same(events.map(({ date }) => date).toSorted(), whole.events.map(({ date }) => date).toSorted())
    for (const event of events)
      t.match(await tryConfirming(consultant, event), { state: 'confirmed' }, 'each can be confirmed')
  },
)
