import t from 'tap'
import { Turnstile } from '../../src/db/turnstile.ts'

const message = (letter: string): Uint8Array => Uint8Array.from([letter.charCodeAt(0), 0, 0, 0, 4, 0])
const nothing = () => {}

t.test('should not let another connection between Parse and Sync', async (t) => {
  const order: string[] = []
  const engine = {
    execProtocolRawStream: async (bytes: Uint8Array) => {
      order.push(String.fromCharCode(bytes[0] ?? 0))
    },
    isInTransaction: () => false,
  }
  const turnstile = new Turnstile(engine, nothing)
  const parsed = turnstile.enqueue(1, message('P'), nothing)
  const other = turnstile.enqueue(2, message('Q'), nothing)
  await parsed
  await turnstile.enqueue(1, message('S'), nothing)
  await other
  t.same(order, ['P', 'S', 'Q'])
})

t.test('should tell when the engine breaks, and run nothing after it', async (t) => {
  const told: Error[] = []
  let runs = 0
  const engine = {
    execProtocolRawStream: () => {
      runs++
      return Promise.reject(new Error('unreachable'))
    },
    isInTransaction: () => false,
  }
  const turnstile = new Turnstile(engine, (error) => told.push(error))
  await t.rejects(turnstile.enqueue(1, message('Q'), nothing), { message: 'unreachable' })
  void turnstile.enqueue(2, message('Q'), nothing)
  await new Promise(setImmediate)
  t.same([told.length, runs], [1, 1])
})
