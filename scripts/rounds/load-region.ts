import { type Api, openApi } from '../api.ts'
import { type PublishedAuthority, type PublishedRegion, programmeOf } from './published.ts'

/** The first day of every appointment: before the first round that is published. */
export const APPOINTED_FROM = '2016-01-01'

/** An authority as the service has it. */
export interface Authority {
  readonly id: string
  readonly name: string
  readonly gssCode: string
}

/** A director in post, as loaded. */
export interface Director {
  readonly personId: string
  readonly name: string
  readonly authorities: readonly string[]
  readonly from: string
  readonly until: string | null
}

/** A region as loaded, with its consultant's own client. */
export interface LoadedRegion {
  readonly name: string
  readonly consultant: Api
  readonly authorities: readonly Authority[]
  readonly directors: readonly Director[]
}

/** An authority of a loaded region as requests name it. */
export const idsOf = ({ authorities }: Pick<LoadedRegion, 'authorities'>) => {
  const ids = new Map(authorities.map(({ name, id }) => [name, id]))
  return (name: string) => ({ authorityId: ids.get(name) ?? name })
}

/** Makes the token of whoever holds the invitation's code, and gives their client. */
export const enter = async (url: string, code: string, label: string): Promise<Api> => {
  const { token } = await openApi(url).create<{ token: string }>('/v1/tokens', { invitation: code, label })
  return openApi(url, token)
}

/** The consultant invites somebody, who makes a token of their own. */
export const letIn = async (consultant: Api, personId: string, label: string): Promise<Api> => {
  const { code } = await consultant.create<{ code: string }>('/v1/invitations', { personId })
  return enter(consultant.url, code, label)
}

/** A dated role, through the offices of authorities by their codes. */
export interface Post {
  readonly role: string
  readonly gssCodes: readonly string[]
  readonly from: string
  readonly until: string | null
}

/** Gives somebody of the region a role. */
export const appointPerson = async (
  consultant: Api,
  personId: string,
  { gssCodes, ...post }: Post,
): Promise<void> => {
  const authorities = gssCodes.map((gssCode) => ({ gssCode }))
  await consultant.create('/v1/appointments', { personId, ...post, authorities })
}

/** Adds somebody to the region and appoints them. */
export const appoint = async (consultant: Api, name: string, post: Post): Promise<string> => {
  const { id } = await consultant.create<{ id: string }>('/v1/people', { name })
  await appointPerson(consultant, id, post)
  return id
}

/** The operator creates a region and lets in its consultant, who adds its authorities and their directors. */
export const loadRegion = async (operator: Api, region: PublishedRegion): Promise<LoadedRegion> => {
  const { name } = region
  const { id } = await operator.create<{ id: string }>('/v1/regions', { name })
  const invitation = await operator.create<{ code: string }>(`/v1/regions/${id}/consultants`, {
    name: `Programme consultant, ${name}`,
  })
  const consultant = await enter(operator.url, invitation.code, 'Made by the seed')
  const authorities: Authority[] = []
  for (const authority of region.authorities) {
    authorities.push(await consultant.create<Authority>('/v1/authorities', asWritten(authority)))
  }
  const codes = new Map(authorities.map((authority) => [authority.name, authority.gssCode]))
  const directors: Director[] = []
  for (const post of postsOf(region)) {
    const gssCodes = post.authorities.map((authority) => codes.get(authority) ?? authority)
    const { from, until } = post
    const personId = await appoint(consultant, post.name, { role: 'director', gssCodes, from, until })
    directors.push({ personId, ...post })
  }
  return { name, consultant, authorities, directors }
}

const asWritten = ({ name, kind, codes, office, neighbours }: PublishedAuthority) => ({
  name,
  // The published list writes london_borough.
  kind: kind.replace('_', '-'),
  codes,
  officeTown: office.town,
  latitude: office.latitude,
  longitude: office.longitude,
  statisticalNeighbours: neighbours,
})

/** A director to each authority; where two shared one, that one until it ended, and afterwards one each. */
const postsOf = (region: PublishedRegion): readonly Omit<Director, 'personId'>[] => {
  const shared = programmeOf(region)?.directors.shared ?? []
  const sharing = new Map(shared.flatMap((post) => post.authorities.map((name) => [name, post.until])))
  return [
    ...shared.map(({ office, authorities, from, until }) => ({
      name: office,
      authorities,
      from: from ?? APPOINTED_FROM,
      until,
    })),
    ...region.authorities.map(({ name }) => ({
      name: `Director, ${name}`,
      authorities: [name],
      from: sharing.get(name) ?? APPOINTED_FROM,
      until: null,
    })),
  ]
}
