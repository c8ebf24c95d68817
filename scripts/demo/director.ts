import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { DateTime } from 'luxon'
import type { Api } from '../api.ts'
import { type Say, table } from '../print.ts'
import { letIn } from '../rounds/load-region.ts'
import { day } from '../rounds/say-round.ts'
import type { Feed } from './calendar-app.ts'
import type { Played } from './consultant.ts'
import { must, one } from './must.ts'

/** The authority whose director is followed. */
export const FOLLOWED = 'Kent'

const PAPERS = join(import.meta.dirname, '..', 'data', 'papers')
const SUBMITTED = [
  ['self-assessment-kent.pdf', 'application/pdf'],
  ['self-assessment-kent.docx', 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'],
] as const

/** A document of a submission. */
export interface Document {
  readonly id: string
  readonly name: string
  readonly mediaType: string
  readonly size: number
  readonly sha256: string
}

/** The director makes a token with the consultant's invitation, and a private feed. */
export const subscribe = async ({ region }: Played, say: Say): Promise<{ director: Api; feed: Feed }> => {
  const post = one(region.directors, ({ name }) => name === `Director, ${FOLLOWED}`, 'a director')
  const director = await letIn(region.consultant, post.personId, 'Calendar of the office')
  const me = await director.read<{ name: string; region: { name: string } | null }>('/v1/me')
  const feed = await director.create<Feed>('/v1/feeds', { name: 'Peer challenge' })
  const { https, webcal, google } = feed.addresses
  say()
  say(
    table(
      `${me.name}, ${me.region?.name}: one private feed, its address shown this once`,
      ['For', 'Address'],
      [
        ['Outlook', https],
        ['Apple', webcal],
        ['Google', google],
      ],
    ),
  )
  return { director, feed }
}

/** The director submits the authority's self-assessment: a PDF and a Word document. */
export const submitPapers = async (director: Api, { round }: Played, say: Say): Promise<string> => {
  const papers = await director.list<{ id: string; authority: { name: string } }>(
    `/v1/rounds/${round.id}/self-assessments`,
  )
  must(papers.length === 1, 'before their release a director sees one self-assessment, their own.')
  const paper = one(papers, ({ authority }) => authority.name === FOLLOWED, 'their own self-assessment')
  const path = `/v1/self-assessments/${paper.id}`
  const documents: Document[] = []
  for (const [name, type] of SUBMITTED) {
    const bytes = await readFile(join(PAPERS, name))
    const to = `${path}/documents?name=${encodeURIComponent(basename(name))}`
    const { body } = await director.send<Document>('POST', to, bytes, { 'content-type': type })
    must(body.sha256 === createHash('sha256').update(bytes).digest('hex'), `${name} arrived whole.`)
    documents.push(body)
  }
  const submission = await director.create<{ version: number; documents: readonly Document[] }>(
    `${path}/submissions`,
    {
      documentIds: documents.map(({ id }) => id),
    },
  )
  say()
  say(
    table(
      `Self-assessment of ${FOLLOWED}, version ${submission.version}`,
      ['Document', 'Media type', 'Bytes', 'SHA-256'],
      submission.documents.map(({ name, mediaType, size, sha256 }) => [
        name,
        mediaType,
        size,
        sha256.slice(0, 12),
      ]),
    ),
  )
  return paper.id
}

/** The director reads what the moderators wrote, and who may read the paper and who did. */
export const readBack = async (director: Api, paperId: string, say: Say): Promise<void> => {
  const path = `/v1/self-assessments/${paperId}`
  const { items: comments } = await director.read<{ items: readonly Comments[] }>(`${path}/comments`)
  must(comments.length === 1, 'the comments reached the director.')
  say()
  say(
    table(
      'What the director reads',
      ['From', 'About version', 'Heading', 'Comment'],
      comments.flatMap(({ moderator, version, sections }) =>
        sections.map(({ title, text }) => [moderator?.name ?? 'a moderator', version ?? '', title, text]),
      ),
    ),
  )
  const { mayRead, haveRead } = await director.read<Readership>(`${path}/readers`)
  const rows = [
    ...Map.groupBy(
      mayRead.toSorted((a, b) => (a.from + a.basis < b.from + b.basis ? -1 : 1)),
      ({ basis, from, now }) => `${basis}${now || from}`,
    ).values(),
  ].map((group) => {
    const names = group.map(({ person }) => person?.name ?? 'a moderator')
    const read = haveRead.filter(({ person }) => names.includes(person?.name ?? 'a moderator'))
    const [{ basis = '', now = false, from = '' } = {}] = group
    const who = names.length > 2 ? `${names.length} directors` : names.join(', ')
    const since = now ? 'now' : day(DateTime.fromISO(from, { zone: 'Europe/London' }).toISODate() ?? '')
    return [basis, who, since, read.reduce((total, { reads }) => total + reads, 0)]
  })
  say()
  say(table(`Who may read the self-assessment of ${FOLLOWED}`, ['As', 'Who', 'From', 'Times read'], rows))
}

interface Comments {
  readonly moderator: { readonly name: string } | null
  readonly version: number | null
  readonly sections: readonly { readonly title: string; readonly text: string }[]
}

interface Reader {
  readonly person: { readonly name: string } | null
}

interface Readership {
  readonly mayRead: readonly (Reader & {
    readonly basis: string
    readonly from: string
    readonly now: boolean
  })[]
  readonly haveRead: readonly (Reader & { readonly reads: number })[]
}
