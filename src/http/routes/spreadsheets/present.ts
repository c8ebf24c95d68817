import type { z } from 'zod'
import type { ImportReport } from '../../../domain/spreadsheets/report.ts'
import type { ImportReportSchema } from './schemas.ts'

export const presentReport = (report: ImportReport): z.input<typeof ImportReportSchema> => ({
  created: report.created,
  changed: report.changed,
  unchanged: report.unchanged,
  refused: report.refused,
  lines: report.lines.map(({ line, outcome, what, id, errors }) => ({
    line,
    outcome,
    what,
    id,
    errors: errors.map(({ column, detail }) => ({ column, detail })),
  })),
})
