import type { Paper } from '../../db/papers.ts'
import { failure, success } from '../../domain/failures.ts'
import { isReleased } from '../../domain/moderation/self-assessment.ts'
import { safeFileName } from '../../domain/packs/file-name.ts'
import type { PackChapter } from '../../domain/packs/pack.ts'
import { isModerated } from '../../domain/rounds/round.ts'
import { findPaper } from '../moderation/papers.ts'
import { issuedReportFor, type ReportView } from '../moderation/reports.ts'
import { lastSubmission } from '../self-assessments/last-year.ts'
import { reading, type Work } from '../use-case.ts'
import { dataChapter, dayOf, headingOf, type PackContent, type PackPlan, submissionChapter } from './parts.ts'
import { writeText } from './write-text.ts'

/** A report as text: what is said on the whole, then by section, then what the challengers could ask. */
const reportText = (work: Work, paper: Paper, report: ReportView): Promise<Buffer> => {
  const { overall, sections, linesOfEnquiry, moderators, issuedAt } = report
  const lines = linesOfEnquiry.map(({ section, question }) =>
    section === null ? question : `${section}: ${question}`,
  )
  return writeText({
    title: `Moderation report: the self-assessment of ${paper.authority.name}, ${paper.round.label}`,
    lead: [
      ...(issuedAt === null ? [] : [`Issued on ${dayOf(work, issuedAt)}.`]),
      ...(moderators === null ? [] : [`Moderated by: ${moderators.map(({ name }) => name).join('; ')}.`]),
    ],
    sections: [
      ...(overall === null ? [] : [{ title: 'On the whole', text: overall }]),
      ...sections.map(({ section, text }) => ({ title: section, text })),
      ...(lines.length === 0 ? [] : [{ title: 'Lines of enquiry', text: lines.join('\n') }]),
    ],
  })
}

const reportChapter = async (work: Work, paper: Paper): Promise<PackChapter<PackContent>> => {
  const chapter = { title: 'Moderation report', alone: 'docx' }
  if (!isModerated(paper.round))
    return { ...chapter, files: [], notes: ['The round is held without moderation.'] }
  const report = await issuedReportFor(work, paper)
  // The same words whether there is none or one that is kept from this reader.
  if (report === null)
    return { ...chapter, files: [], notes: ['No moderation report has been issued to you.'] }
  const write = () => reportText(work, paper, report)
  return { ...chapter, files: [{ name: 'Moderation report.docx', content: { write } }], notes: [] }
}

/** Everything that a challenger prepares with, as one file: from the release, for whoever may read the paper then. */
export const openReleasedPack = reading<{ id: string }, Paper, PackPlan>({
  authorise: async (work, { id }) => {
    const paper = await findPaper(work, id)
    if (!paper.ok || isReleased(paper.value.facts, work.now)) return paper
    return failure('wrong-state', 'Its pack is there from its release on, while it stands.')
  },
  run: async (work, _input, paper) => {
    const submission = await lastSubmission(work, paper.id)
    const { authority, round } = paper
    work.record('self-assessment', paper.id, { pack: 'released', submissionId: submission?.id ?? null })
    return success({
      name: safeFileName(`Challenge pack ${authority.name} ${round.label}.zip`),
      madeAt: work.now,
      heading: headingOf(work, `Challenge pack: the self-assessment of ${authority.name}, ${round.label}`),
      chapters: [
        submissionChapter(work, paper, submission),
        await dataChapter(work, paper),
        await reportChapter(work, paper),
      ],
    })
  },
})
