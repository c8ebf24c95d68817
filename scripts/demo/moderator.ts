import { createHash, randomUUID } from 'node:crypto'
import { type Api, refusalOf } from '../api.ts'
import { inferred, type Say, table } from '../print.ts'
import { appoint, letIn } from '../rounds/load-region.ts'
import { PLAYED, type Played } from './consultant.ts'
import { type Document, FOLLOWED } from './director.ts'
import { must, one } from './must.ts'

/** Where the moderator comes from: neither the paper's authority nor one that challenges it. */
const HOME = 'Oxfordshire'

/** Whose paper the moderator must not find. */
const OTHER = 'West Sussex'

const COMMENTS = {
  overall: 'A clear account of what is known about practice, and how it is known.',
  linesOfEnquiry: [{ question: 'Which risks do the figures of the last quarter not show yet?' }],
}

interface Assignment {
  readonly id: string
  readonly state: string
  readonly acceptBy: string
  readonly commentsDue: string
  readonly submission: { readonly version: number; readonly documents: readonly Document[] } | null
}

/** The consultant appoints a moderator, lets them in and offers them the paper; they accept, read and comment. */
export const moderate = async ({ region, round }: Played, paperId: string, say: Say): Promise<Api> => {
  const { consultant } = region
  const home = one(region.authorities, ({ name }) => name === HOME, `an authority ${HOME}`)
  const name = `Moderator, ${HOME}`
  const post = { role: 'moderator', gssCodes: [home.gssCode], from: '2019-05-01', until: null }
  const personId = await appoint(consultant, name, post)
  const moderator = await letIn(consultant, personId, 'First token')
  const offered = await consultant.create<Assignment>('/v1/moderation-assignments', {
    selfAssessmentId: paperId,
    moderatorId: personId,
  })
  const path = `/v1/moderation-assignments/${offered.id}`
  const before = await refusalOf(moderator.read(`/v1/self-assessments/${paperId}`))
  must(before.status === 404, 'nothing shows before acceptance.')
  const accepted = await moderator.move<Assignment>(path, 'accept')
  const documents = accepted.submission?.documents ?? []
  must(documents.length === 2, 'an accepted assignment shows both documents.')
  for (const document of documents) await fetchWhole(moderator, paperId, document)
  const commented = await moderator.move<Assignment>(path, 'submit-comments', COMMENTS)
  say()
  say(
    table(
      `${name}: the self-assessment of ${FOLLOWED}`,
      ['Step', 'What the moderator gets'],
      [
        ['offered', `accept by ${offered.acceptBy}, comments by ${offered.commentsDue}`],
        ['read before accepting', `${before.status}: ${before.detail}`],
        ['accepted', `${accepted.state}: version ${accepted.submission?.version}`],
        ...documents.map((document) => ['fetched', `${document.name}, ${document.size} bytes, as submitted`]),
        ['comments returned', commented.state],
      ],
    ),
  )
  if (PLAYED.moderation?.inferred) say(inferred('that papers are moderated', PLAYED.moderation.inferred))
  say(inferred(name, 'invented, and with it the offer and the comments'))
  await findNothingElse(moderator, { consultant, roundId: round.id }, say)
  return moderator
}

/** A document comes as it was submitted, byte for byte. */
const fetchWhole = async (moderator: Api, paperId: string, document: Document): Promise<void> => {
  const response = await fetch(
    new URL(`/v1/self-assessments/${paperId}/documents/${document.id}`, moderator.url),
    {
      headers: { authorization: `Bearer ${moderator.token}` },
    },
  )
  const hash = createHash('sha256')
  for await (const chunk of response.body ?? []) hash.update(chunk)
  must(
    response.status === 200 && hash.digest('hex') === document.sha256,
    `${document.name} came as submitted.`,
  )
}

/** Somebody else's self-assessment looks like nothing there, to the letter. */
const findNothingElse = async (
  moderator: Api,
  { consultant, roundId }: { readonly consultant: Api; readonly roundId: string },
  say: Say,
): Promise<void> => {
  const papers = await consultant.list<{ id: string; authority: { name: string } }>(
    `/v1/rounds/${roundId}/self-assessments`,
  )
  const other = one(papers, ({ authority }) => authority.name === OTHER, `a paper of ${OTHER}`)
  const hidden = await refusalOf(moderator.read(`/v1/self-assessments/${other.id}`))
  const absent = await refusalOf(moderator.read(`/v1/self-assessments/${randomUUID()}`))
  must(JSON.stringify(hidden) === JSON.stringify(absent), 'a hidden paper and an absent one answer alike.')
  say()
  say(
    table(
      `${OTHER}'s self-assessment, asked for by the same moderator`,
      ['Asked for', 'Answer'],
      [
        [`that of ${OTHER}`, `${hidden.status}: ${hidden.detail}`],
        ['one that does not exist', `${absent.status}: ${absent.detail}`],
      ],
    ),
  )
}
