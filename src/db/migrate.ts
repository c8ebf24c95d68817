import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Client, DatabaseError } from 'pg'
import { type Connection, SERVICE_ROLE } from './database.ts'

/** Why the database and the folder of migrations do not fit each other, or who may not bring them together. */
export class MigrationRefused extends Error {
  override readonly name = 'MigrationRefused'
}

interface Migration {
  readonly name: string
  readonly text: string
  readonly sha256: string
}

/** Any fixed number: advisory locks belong to one database, and this service takes no other of this value. */
const LOCK = 7_025_116_011

/** The folder's migrations in order. Line ends do not count: a checkout on Windows changes them. */
const readMigrations = async (folder: string): Promise<readonly Migration[]> => {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.sql')).sort()
  for (const [index, name] of names.entries()) {
    if (!/^\d{4}_[a-z0-9_]+\.sql$/.test(name)) {
      throw new MigrationRefused(`${name} in ${folder} is not named like 0001_what_it_does.sql.`)
    }
    const previous = names[index - 1]
    if (previous?.slice(0, 4) === name.slice(0, 4)) {
      throw new MigrationRefused(`${previous} and ${name} have the same number.`)
    }
  }
  return Promise.all(
    names.map(async (name) => {
      const text = (await readFile(join(folder, name), 'utf8')).replaceAll('\r\n', '\n')
      return { name, text, sha256: createHash('sha256').update(text).digest('hex') }
    }),
  )
}

/** The first migration that the database lacks, or null; throws where its history is not the folder's. */
const nextMigration = (
  migrations: readonly Migration[],
  applied: readonly { readonly name: string; readonly sha256: string }[],
): Migration | null => {
  for (const [index, row] of applied.entries()) {
    const migration = migrations.find(({ name }) => name === row.name)
    if (!migration) {
      throw new MigrationRefused(
        `The database already has ${row.name}, which this version of the service does not know: start the version that made it, or a newer one.`,
      )
    }
    if (migration.sha256 !== row.sha256) {
      throw new MigrationRefused(
        `${row.name} has changed since it was applied to this database: put it back as it was, and write the change as a new migration.`,
      )
    }
    if (migrations[index] !== migration) {
      throw new MigrationRefused(
        `${migrations[index]?.name} comes before ${row.name}, which this database already has: give it a higher number.`,
      )
    }
  }
  return migrations[applied.length] ?? null
}

/** PostgreSQL's code for what a role may not do. */
const INSUFFICIENT_PRIVILEGE = '42501'

/** Says which setting mends a missing right; any other error stays as it is. */
const explained = (error: unknown, login: string): unknown => {
  const reason = error instanceof Error && error.cause ? error.cause : error
  if (!(reason instanceof DatabaseError && reason.code === INSUFFICIENT_PRIVILEGE)) return error
  return new MigrationRefused(
    `The database is not yet as this version needs it, and ${login} may not change it (${reason.message}): give the address with which its owner logs in as MIGRATION_DATABASE_URL.`,
    { cause: error },
  )
}

/** What was applied. Only its first run makes the table: `if not exists` asks for the right to make it anyway. */
const appliedMigrations = async (client: Client) => {
  const { rows } = await client.query(`select to_regclass('migration') is not null as made`)
  if (!rows[0].made) {
    await client.query(`create table migration (
      name text primary key, sha256 text not null, applied_at timestamptz not null default now())`)
    // To everybody: the service's login looks here before it asks for an owner, and may not inherit its role.
    await client.query('grant select on migration to public')
  }
  return (await client.query('select name, sha256 from migration order by name')).rows
}

const applyNext = async (client: Client, migrations: readonly Migration[]): Promise<string | null> => {
  await client.query('begin')
  try {
    await client.query('select pg_advisory_xact_lock($1)', [LOCK])
    const next = nextMigration(migrations, await appliedMigrations(client))
    if (next !== null) {
      await client.query(next.text).catch((cause: Error) => {
        throw new Error(`Migration ${next.name} failed: ${cause.message}`, { cause })
      })
      await client.query('insert into migration (name, sha256) values ($1, $2)', [next.name, next.sha256])
    }
    await client.query('commit')
    return next?.name ?? null
  } catch (error) {
    // A rollback that fails too (a lost connection) must not hide the reason.
    await client.query('rollback').catch(() => {})
    throw error
  }
}

const applyAll = async (client: Client, migrations: readonly Migration[]): Promise<readonly string[]> => {
  const applied: string[] = []
  for (
    let name = await applyNext(client, migrations);
    name !== null;
    name = await applyNext(client, migrations)
  ) {
    applied.push(name)
  }
  return applied
}

/**
 * Makes the service's role and lets `login` act under it. Roles belong to the whole cluster, where no lock of
 * one database reaches: whoever loses a race finds the work done, so only the outcome is looked at.
 */
const ensureServiceRole = async (client: Client, login: string): Promise<void> => {
  await client.query(`do $$ begin
    if not exists (select from pg_roles where rolname = '${SERVICE_ROLE}') then
      create role ${SERVICE_ROLE} nologin;
    end if;
  exception when duplicate_object or unique_violation then null;
  end $$`)
  // From PostgreSQL 16 on, a role's maker is its member without the right to act under it.
  const mayAct = async () => {
    const { rows } = await client.query(
      `select pg_has_role($1, $2, case when current_setting('server_version_num')::int >= 160000
        then 'set' else 'member' end) as may`,
      [login, SERVICE_ROLE],
    )
    return rows[0].may as boolean
  }
  if (await mayAct()) return
  try {
    await client.query(`grant ${SERVICE_ROLE} to ${client.escapeIdentifier(login)}`)
  } catch (error) {
    if (!(await mayAct())) throw error
  }
}

/**
 * Brings a database to the newest migration of a folder (`NNNN_name.sql`, forward only), each in its own
 * transaction; any number of processes may do so at once. `serviceLogin` is the role the service logs in as,
 * when that is not the one `connection` uses. Where nothing is new, any login that may act as the service's role
 * will do. The names of what it applied; throws MigrationRefused where the database's history is not the
 * folder's, or the login may not do what is needed.
 */
export const migrate = async (
  connection: Connection,
  folder: string,
  options: { readonly serviceLogin?: string } = {},
): Promise<readonly string[]> => {
  const migrations = await readMigrations(folder)
  const client = new Client(connection)
  // A lost connection fails the statement that needed it; without a listener it would end the process.
  client.on('error', () => {})
  await client.connect()
  try {
    const { rows } = await client.query('select current_user as login')
    const { login } = rows[0]
    try {
      await ensureServiceRole(client, options.serviceLogin ?? login)
      return await applyAll(client, migrations)
    } catch (error) {
      throw explained(error, login)
    }
  } finally {
    await client.end()
  }
}
