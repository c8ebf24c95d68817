import { randomBytes } from 'node:crypto'
import { DateTime } from 'luxon'
import type { Api } from '../api.ts'
import { must, one } from '../demo/must.ts'
import { appoint, letIn } from '../rounds/load-region.ts'
import { seedSouthEast } from './region.ts'

const MIB = 1024 * 1024

/** The size of each document of a bench, in bytes: just below the most that one may hold. */
export const DOCUMENT_BYTES = 24 * MIB

/** A round in its moderation, seen by one moderator. */
export interface PaperStore {
  readonly moderator: Api
  /** The address of a document that the moderator was given. */
  readonly document: string
  /** Stores documents that nobody reads until the store holds this many bytes of them. */
  fillTo(bytes: number): Promise<void>
}

interface Paper {
  readonly id: string
  readonly authority: { readonly name: string }
}

/** The two ends of a PDF, and noise between them that no transport can shorten. */
const documentOf = (bytes: number): Buffer => {
  const [head, tail] = [Buffer.from('%PDF-1.7\n'), Buffer.from('\n%%EOF\n')]
  return Buffer.concat([head, randomBytes(bytes - head.length - tail.length), tail])
}

/** Kent's paper, with a document, and those of everybody but the moderator's own authority given to one moderator. */
export const openPaperStore = async (url: string): Promise<PaperStore> => {
  const region = await seedSouthEast(url)
  const { consultant, authorities } = region
  const today = DateTime.now().setZone('Europe/London')
  const day = (days: number) => today.plus({ days }).toISODate() ?? ''
  const round = await consultant.create<{ id: string }>('/v1/rounds', {
    label: 'Bench',
    window: { first: day(60), last: day(120) },
    deadlines: { selfAssessmentDue: day(10), commentsDue: day(30), releaseOn: day(40) },
    policy: { moderation: { ceiling: authorities.length } },
    participants: authorities.map(({ id }) => ({ authority: { authorityId: id } })),
  })
  const home = one(authorities, ({ name }) => name === 'Oxfordshire', 'the moderator’s authority')
  const post = { role: 'moderator', gssCodes: [home.gssCode], from: day(0), until: null }
  const moderatorId = await appoint(consultant, 'Moderator of a bench', post)
  const moderator = await letIn(consultant, moderatorId, 'Bench')
  const papers = await consultant.list<Paper>(`/v1/rounds/${round.id}/self-assessments`)
  const kent = one(papers, ({ authority }) => authority.name === 'Kent', 'Kent’s paper')
  const { personId } = one(region.directors, ({ name }) => name === 'Director, Kent', 'its director')
  const director = await letIn(consultant, personId, 'Bench')
  const path = `/v1/self-assessments/${kent.id}`
  const upload = async (name: string) => {
    const type = { 'content-type': 'application/pdf' }
    const { body } = await director.send<{ id: string }>(
      'POST',
      `${path}/documents?name=${name}.pdf`,
      documentOf(DOCUMENT_BYTES),
      type,
    )
    return body.id
  }
  const documentId = await upload('Given')
  await director.create(`${path}/submissions`, { documentIds: [documentId] })
  for (const { id, authority } of papers) {
    if (authority.name === home.name) continue
    const assignment = await consultant.create<{ id: string }>('/v1/moderation-assignments', {
      selfAssessmentId: id,
      moderatorId,
    })
    await moderator.move(`/v1/moderation-assignments/${assignment.id}`, 'accept')
  }
  let stored = DOCUMENT_BYTES
  return {
    moderator,
    document: `${path}/documents/${documentId}`,
    fillTo: async (bytes) => {
      for (; stored + DOCUMENT_BYTES <= bytes; stored += DOCUMENT_BYTES) await upload(`Stored-${stored}`)
      must(stored + DOCUMENT_BYTES > bytes, 'the store is full.')
    },
  }
}
