import { type ParseArgsConfig, parseArgs } from 'node:util'

type Options = NonNullable<ParseArgsConfig['options']>

/** A script's options. Ends the script with its usage on `--help`, and with a sentence on what it does not know. */
export const readOptions = <const O extends Options>(usage: string, options: O) => {
  if (process.argv.slice(2).some((word) => word === '--help' || word === '-h')) {
    process.stdout.write(`${usage}\n`)
    process.exit(0)
  }
  try {
    return parseArgs({ options }).values
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : error}\n${usage}\n`)
    process.exit(1)
  }
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/** The one id that a script is given. Ends it with its usage on `--help`, and where there is none or more. */
export const readOperand = (usage: string): string => {
  const [id, ...rest] = process.argv.slice(2)
  if (id !== undefined && rest.length === 0 && UUID.test(id)) return id
  const asked = id === '--help' || id === '-h'
  ;(asked ? process.stdout : process.stderr).write(`${usage}\n`)
  process.exit(asked ? 0 : 1)
}
