import type { Workflow } from '../workflow.ts'

/** Where the moderation report on a self-assessment stands. */
export type ReportState = 'awaited' | 'draft' | 'issued'

/** Where a report stands by what is stored of it; null for nothing. */
export const stateOfReport = (report: { readonly issuedAt: Date | null } | null): ReportState => {
  if (report === null) return 'awaited'
  return report.issuedAt === null ? 'draft' : 'issued'
}

export type ReportMove = 'save' | 'issue' | 'take-back'

/** Who writes a report: the moderator who reconciles the comments, or the region's consultant. */
export type ReportMover = 'lead' | 'consultant'

const BOTH: readonly ReportMover[] = ['lead', 'consultant']

/** The whole workflow of a report. It is begun once the comments are shared. */
export const REPORT_WORKFLOW: Workflow<ReportState, ReportMove, ReportMover> = {
  subject: 'This moderation report',
  states: {
    awaited: 'has not been written',
    draft: 'is a draft',
    issued: 'has been issued',
  },
  events: { save: 'written', issue: 'issued', 'take-back': 'taken back' },
  parties: { lead: 'the lead moderator', consultant: 'the programme consultant' },
  transitions: [
    { from: 'awaited', event: 'save', to: 'draft', by: BOTH },
    { from: 'draft', event: 'save', to: 'draft', by: BOTH },
    { from: 'draft', event: 'issue', to: 'issued', by: BOTH },
    { from: 'issued', event: 'take-back', to: 'draft', by: ['consultant'] },
  ],
}
