import { z } from 'zod'

const Settings = z
  .object({
    HOST: z.string().default('127.0.0.1'),
    // Not `z.coerce`, to which a space is port 0 and `1e3` port 1000.
    PORT: z.string().regex(/^\d+$/).transform(Number).pipe(z.int().max(65535)).default(3000),
    DATA_DIR: z.string().default('./data'),
    DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }).optional(),
    MIGRATION_DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }).optional(),
    BASE_URL: z.url({ protocol: /^https?$/ }).optional(),
    TRUST_PROXY: z.stringbool().default(false),
    BOOTSTRAP_TOKEN: z.string().min(32).optional(),
    SERVICE_KEY: z
      .base64()
      .refine((key) => Buffer.from(key, 'base64').length === 32)
      .optional(),
    LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
    DEMO_CLOCK: z.iso.datetime({ offset: true }).optional(),
    LOOPBACK_CALENDARS: z.stringbool().default(false),
  })
  .refine((settings) => !(settings.DATABASE_URL && settings.DEMO_CLOCK), {
    path: ['DEMO_CLOCK'],
    message: 'is for demonstrations on an embedded database and is refused with DATABASE_URL',
  })
  .refine((settings) => !settings.DATABASE_URL || settings.SERVICE_KEY, {
    path: ['SERVICE_KEY'],
    message: 'is needed with DATABASE_URL: 32 random bytes in base64, the same for every process',
  })
  .refine((settings) => !settings.MIGRATION_DATABASE_URL || settings.DATABASE_URL, {
    path: ['MIGRATION_DATABASE_URL'],
    message: 'is for the database of DATABASE_URL, which is not set',
  })

/** All settings, read once at start. */
export type Config = z.infer<typeof Settings>

/** What is valid, said where something else was given. */
const VALID: Readonly<Record<keyof Config, string>> = {
  HOST: 'a name or address of this machine',
  PORT: 'a whole number from 0 to 65535',
  DATA_DIR: 'the path of a folder',
  DATABASE_URL: 'an address that begins with postgres://',
  MIGRATION_DATABASE_URL: 'an address that begins with postgres://',
  BASE_URL: 'an address that begins with http:// or https://',
  TRUST_PROXY: 'true or false',
  BOOTSTRAP_TOKEN: 'at least 32 characters',
  SERVICE_KEY: '32 bytes in base64',
  LOG_LEVEL: 'fatal, error, warn, info, debug, trace or silent',
  LOOPBACK_CALENDARS: 'true or false',
  DEMO_CLOCK: 'a moment with its offset, such as 2019-05-13T09:00:00+01:00',
}

/** A setting is wrong: the message names each key once with what is valid, and never prints a value. */
export class SettingsError extends Error {
  override name = 'SettingsError'
}

/**
 * Reads the settings from an environment; the only reader of `process.env` is its default. An empty setting is
 * none, as in `PORT= npm start`. Throws SettingsError.
 */
export const readConfig = (environment: NodeJS.ProcessEnv = process.env): Config => {
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''))
  const parsed = Settings.safeParse(given, { error: ({ path }) => VALID[path?.[0] as keyof Config] })
  if (parsed.success) return parsed.data
  const said = new Map<string, string>()
  for (const { path, message } of parsed.error.issues) {
    const key = path.join('.')
    if (!said.has(key)) said.set(key, message)
  }
  const lines = Array.from(said, ([key, message]) => `  ${key}: ${message}`)
  throw new SettingsError(`These settings cannot be used:\n${lines.join('\n')}`)
}
