import { z } from 'zod'
import { ROUND_TABLES } from '../../../services/spreadsheets/rounds.ts'
import { Id } from '../../wire.ts'

const flag = z.stringbool({ truthy: ['true'], falsy: ['false'] }).default(false)

export const ExportQuery = z.strictObject({
  template: flag.describe('true: the header alone, to be filled in'),
})

export const ImportQuery = z.strictObject({
  skipBadLines: flag.describe('true: the good lines are taken, and the bad ones listed'),
})

const table = z.enum(ROUND_TABLES)

export const RoundExportQuery = ExportQuery.extend({ table })

export const RoundImportQuery = ImportQuery.extend({ table })

/** A spreadsheet as sent. */
export const CsvSchema = z.string().meta({
  id: 'Csv',
  description: 'Comma-separated values in UTF-8; the first line names the columns',
})

/** A spreadsheet as it comes, whatever its encoding and delimiter: nothing of the bytes is validated here. */
export const csvBody = (id: string, example: string) =>
  z.unknown().meta({ id, type: 'string', examples: [example] })

/** The bytes of a body; a request without one has none. */
export const bytesOf = (body: unknown): Uint8Array => (Buffer.isBuffer(body) ? body : Buffer.alloc(0))

export const ImportReportSchema = z
  .strictObject({
    created: z.int(),
    changed: z.int(),
    unchanged: z.int(),
    refused: z.int(),
    lines: z.array(
      z.strictObject({
        line: z
          .int()
          .describe('In the file, whose header is line 1; where a cell has line breaks, its first'),
        outcome: z.enum(['created', 'changed', 'unchanged', 'refused']),
        what: z.string().describe('A sentence: "Director, Kent: ends on 1 September 2026"'),
        id: Id.nullable().describe('What was made or changed'),
        errors: z.array(
          z.strictObject({
            column: z.string().nullable().describe('Null where it is the line as a whole'),
            detail: z.string(),
          }),
        ),
      }),
    ),
  })
  .meta({ id: 'ImportReport' })
