import { idsOf, type LoadedRegion } from './load-region.ts'
import type { PublishedCommitment } from './programme.ts'

/** A calendar as the service has it. */
export interface Calendar {
  readonly id: string
  readonly kind: string
  readonly name: string
  readonly coversFrom: string | null
  readonly coversTo: string | null
}

const NAMES: Readonly<Record<string, string>> = {
  'ofsted-annual-conversation': 'Annual conversations',
  'school-holiday': 'School terms',
  'pre-election-period': 'Pre-election periods',
  'regional-meeting': 'Regional meetings',
}

/** Why a calendar of a published commitment answers for a school year: said wherever one is shown. */
export const WHY_COVER = 'no page says for how long its list is whole: the school year of its entry'

/** The consultant registers a calendar for each published commitment. */
export const loadCalendars = async (
  region: LoadedRegion,
  commitments: readonly PublishedCommitment[],
): Promise<readonly Calendar[]> => {
  const calendars: Calendar[] = []
  for (const { kind, title, scope, first, last } of commitments) {
    calendars.push(
      await region.consultant.create<Calendar>('/v1/calendars', {
        kind,
        name: `${NAMES[kind] ?? kind}, ${whoseIs(region, scope)}`,
        scope: scopeIn(region, scope),
        ...schoolYearOf(first),
        commitments: [{ title, from: first, to: last }],
      }),
    )
  }
  return calendars
}

type Scope = PublishedCommitment['scope']

const isRoles = (scope: Scope): scope is { readonly roles: readonly string[] } =>
  typeof scope === 'object' && 'roles' in scope

const whoseIs = ({ name }: LoadedRegion, scope: Scope): string => {
  if (typeof scope === 'string') return name
  return (isRoles(scope) ? scope.roles : scope).join(', ')
}

const scopeIn = (region: LoadedRegion, scope: Scope) => {
  if (typeof scope === 'string') return { kind: 'region' }
  if (isRoles(scope)) return { kind: 'roles', roles: scope.roles }
  return { kind: 'authorities', authorities: scope.map(idsOf(region)) }
}

/** The school year, September to August, in which a day lies. */
const schoolYearOf = (day: string): { readonly coversFrom: string; readonly coversTo: string } => {
  const [year = '', month = ''] = day.split('-')
  const starts = Number(year) - (month < '09' ? 1 : 0)
  return { coversFrom: `${starts}-09-01`, coversTo: `${starts + 1}-08-31` }
}
