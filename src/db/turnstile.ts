/** The part of PGlite that the turnstile drives: one wire message in, its answer out in pieces. */
export interface Engine {
  execProtocolRawStream(
    message: Uint8Array,
    options: { onRawData: (data: Uint8Array) => void },
  ): Promise<void>
  isInTransaction(): boolean
}

interface Turn {
  readonly connection: number
  readonly message: Uint8Array
  readonly onData: (data: Uint8Array) => void
  readonly resolve: (bytes: number) => void
  readonly reject: (error: Error) => void
}

const code = (letter: string): number => letter.charCodeAt(0)
const [PARSE, BIND, DESCRIBE, EXECUTE, CLOSE, FLUSH] = ['P', 'B', 'D', 'E', 'C', 'H'].map(code)
/** Messages after which the client still owes a Sync: its batch is not over. */
const INSIDE_BATCH = new Set([PARSE, BIND, DESCRIBE, EXECUTE, CLOSE, FLUSH])

const message = (letter: string, body: string): Uint8Array => {
  const bytes = Buffer.alloc(5 + Buffer.byteLength(body))
  bytes.write(letter, 0)
  bytes.writeInt32BE(bytes.length - 1, 1)
  bytes.write(body, 5)
  return bytes
}
const SYNC = message('S', '')
const ROLLBACK = message('Q', 'rollback\0')

/** Where a message names a prepared statement, or null when it names none. */
const statementNameAt = (bytes: Uint8Array): number | null => {
  const at =
    bytes[0] === PARSE
      ? 5
      : bytes[0] === BIND
        ? bytes.indexOf(0, 5) + 1
        : (bytes[0] === DESCRIBE || bytes[0] === CLOSE) && bytes[5] === code('S')
          ? 6
          : null
  return at === null || bytes[at] === 0 ? null : at
}

/**
 * Lets many connections share the embedded engine's one session: a connection keeps the engine from the
 * first message of a batch to its Sync, and from `begin` to `commit`; the others wait in order of arrival.
 *
 * It stands in for the queue of pglite-socket 0.2.17, which (electric-sql/pglite#1046) lets two connections'
 * Parse and Bind mix outside a transaction, so that one may get the other's rows, and stops for ever once
 * the engine has thrown. Its method names are those that PGLiteSocketHandler calls.
 */
export class Turnstile {
  readonly #engine: Engine
  readonly #onBroken: (error: Error) => void
  readonly #statements = new Map<number, Set<string>>()
  #waiting: Turn[] = []
  #holder: number | null = null
  #running = false

  /** `onBroken` is told when the engine throws (not when SQL fails); nothing runs after that. */
  constructor(engine: Engine, onBroken: (error: Error) => void) {
    this.#engine = engine
    this.#onBroken = onBroken
  }

  /** Runs one message when its connection's turn comes; the number of bytes answered. */
  enqueue(connection: number, bytes: Uint8Array, onData: (data: Uint8Array) => void): Promise<number> {
    const own = this.#withOwnStatementNames(connection, bytes)
    return new Promise((resolve, reject) => {
      this.#waiting.push({ connection, message: own, onData, resolve, reject })
      void this.#serve()
    })
  }

  getQueueLength(): number {
    return this.#waiting.length
  }

  /** Forgets what a connection that is gone still waited for. */
  clearQueueForHandler(connection: number): void {
    const dropped = this.#waiting.filter((turn) => turn.connection === connection)
    this.#waiting = this.#waiting.filter((turn) => turn.connection !== connection)
    for (const turn of dropped) turn.reject(new Error('The connection was closed.'))
  }

  /** Ends the batch and the transaction that a connection left open, and drops its prepared statements. */
  async clearTransactionIfNeeded(connection: number): Promise<void> {
    const names = [...(this.#statements.get(connection) ?? [])]
    if (this.#holder !== connection && names.length === 0) return
    const farewell = [SYNC, ROLLBACK, ...names.map((name) => message('C', `S${name}\0`)), SYNC]
    await Promise.all(farewell.map((bytes) => this.enqueue(connection, bytes, () => {})))
    this.#statements.delete(connection)
  }

  async #serve(): Promise<void> {
    if (this.#running) return
    this.#running = true
    for (let turn = this.#next(); turn !== null; turn = this.#next()) {
      this.#holder = turn.connection
      let bytes = 0
      try {
        await this.#engine.execProtocolRawStream(turn.message, {
          onRawData: (data) => {
            bytes += data.length
            turn.onData(data)
          },
        })
      } catch (error) {
        turn.reject(error as Error)
        this.#onBroken(error as Error)
        return
      }
      if (!INSIDE_BATCH.has(turn.message[0]) && !this.#engine.isInTransaction()) this.#holder = null
      turn.resolve(bytes)
    }
    this.#running = false
  }

  #next(): Turn | null {
    const holder = this.#holder
    const index = holder === null ? 0 : this.#waiting.findIndex((turn) => turn.connection === holder)
    return this.#waiting.splice(index, index < 0 ? 0 : 1)[0] ?? null
  }

  /** Two connections may use one name for different statements: in the shared session each gets its number. */
  #withOwnStatementNames(connection: number, bytes: Uint8Array): Uint8Array {
    const at = statementNameAt(bytes)
    if (at === null) return bytes
    const name = Buffer.from(bytes.subarray(at, bytes.indexOf(0, at))).toString()
    const names = this.#statements.get(connection) ?? new Set()
    if (bytes[0] === PARSE) this.#statements.set(connection, names.add(name))
    const prefix = Buffer.from(`${connection}:`)
    const own = Buffer.concat([bytes.subarray(0, at), prefix, bytes.subarray(at)])
    own.writeInt32BE(own.length - 1, 1)
    return own
  }
}
