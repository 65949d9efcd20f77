import { z } from 'zod';
import {
  importMetadata,
  importOutcome,
  parseMetadata,
  SPREADSHEET_ERRORS,
  UPLOAD_ERRORS,
} from '../../platform/index.js';
import { ReferenceErrors } from '../reference.errors.js';

/** What a row from outside does to what is there. `kept`: it comes with the service, and people have imported their own. */
export const ROW_CHANGES = ['create', 'replace', 'unchanged', 'kept'] as const;
export type RowChange = (typeof ROW_CHANGES)[number];

export const RowImportMetadata = importMetadata('LimitImportMetadata');
export type RowImportInput = z.output<typeof RowImportMetadata>;

export const RowImportForm = z.object({
  file: z.string().meta({ format: 'binary' }).describe('CSV or XLSX with a heading for each field of a row'),
  metadata: RowImportMetadata,
});

export const RowImportAnswer = z
  .object({
    ...importOutcome,
    newItems: z.array(z.string()).describe('Items on no list, the first 100: a slip of the pen would stand here'),
    changes: z
      .array(
        z.object({
          row: z.int(),
          change: z.enum(ROW_CHANGES),
          key: z.string(),
          before: z.string().nullable().describe('What the row said until now'),
          after: z.string(),
        }),
      )
      .describe('The first 1,000 rows that change something'),
  })
  .meta({ id: 'LimitImport' });
export type RowImportResult = z.input<typeof RowImportAnswer>;

export const ROW_IMPORT_ERRORS = [
  ...UPLOAD_ERRORS,
  ...SPREADSHEET_ERRORS,
  'LIMIT_METADATA_INVALID',
  'LIMIT_FILE_EMPTY',
  'LIMIT_FILE_TOO_LONG',
  'LIMIT_FILE_CHANGED',
  'LIMIT_COLUMNS_MISSING',
  'LIMIT_COLUMN_TWICE',
  'LIMIT_IMPORT_REFUSED',
];

/** @throws LIMIT_METADATA_INVALID */
export function parseRowImport(json: string): RowImportInput {
  return parseMetadata(RowImportMetadata, json, ReferenceErrors.LIMIT_METADATA_INVALID);
}
