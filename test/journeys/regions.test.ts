import t from 'tap'
import { loadRegion } from '../../scripts/rounds/load-region.ts'
import { REGIONS } from '../../scripts/rounds/published.ts'
import { eachEngine } from '../fixtures/databases.ts'
import { startListening } from '../fixtures/listening.ts'

void eachEngine(
  t,
  'all nine regions load, each with its authorities and their directors',
  async (t, database) => {
    const operator = await startListening(t, database)
    for (const region of REGIONS.values()) {
      const { consultant } = await loadRegion(operator, region)
      const authorities = await consultant.list<{ name: string }>('/v1/authorities')
      t.strictSame(
        authorities.map(({ name }) => name).sort(),
        region.authorities.map(({ name }) => name).sort(),
        region.name,
      )
    }
    t.equal((await operator.list('/v1/regions')).length, 9)
  },
)
