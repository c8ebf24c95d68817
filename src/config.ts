import { z } from 'zod'

/** Text that is absent when empty, as in `DATABASE_URL= npm start`. */
const optional = <S extends z.ZodType>(schema: S) =>
  z.preprocess((value) => (value === '' ? undefined : value), schema.optional())

const Settings = z
  .object({
    HOST: z.string().default('127.0.0.1'),
    PORT: z.coerce.number().int().min(0).max(65535).default(3000),
    DATA_DIR: z.string().min(1).default('./data'),
    DATABASE_URL: optional(z.url({ protocol: /^postgres(ql)?$/ })),
    MIGRATION_DATABASE_URL: optional(z.url({ protocol: /^postgres(ql)?$/ })),
    BASE_URL: optional(z.url({ protocol: /^https?$/ })),
    TRUST_PROXY: z.stringbool().default(false),
    BOOTSTRAP_TOKEN: optional(z.string().min(32)),
    SERVICE_KEY: optional(z.base64().refine((key) => Buffer.from(key, 'base64').length === 32)),
    LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
    DEMO_CLOCK: optional(z.iso.datetime({ offset: true })),
  })
  .refine((settings) => !(settings.DATABASE_URL && settings.DEMO_CLOCK), {
    path: ['DEMO_CLOCK'],
    message: 'is for demonstrations on an embedded database and is refused with DATABASE_URL',
  })
  .refine((settings) => !settings.DATABASE_URL || settings.SERVICE_KEY, {
    path: ['SERVICE_KEY'],
    message: 'is needed with DATABASE_URL: 32 random bytes in base64, the same for every process',
  })

/** All settings, read once at start. */
export type Config = z.infer<typeof Settings>

/** A setting is wrong: the message names the keys and never prints a value. */
export class SettingsError extends Error {
  override name = 'SettingsError'
}

/** Reads the settings from an environment; the only reader of `process.env` is its default. */
export const readConfig = (environment: NodeJS.ProcessEnv = process.env): Config => {
  const parsed = Settings.safeParse(environment)
  if (parsed.success) return parsed.data
  const lines = parsed.error.issues.map((issue) => {
    const key = issue.path.join('.')
    return `  ${key}: ${issue.code === 'custom' ? issue.message : 'is not a valid value'}`
  })
  throw new SettingsError(`These settings cannot be used:\n${lines.join('\n')}`)
}
