import { z } from 'zod';
import { fillIn, inputFaults, SPREADSHEET_ERRORS, UPLOAD_ERRORS } from '../../platform/index.js';
import { ReferenceErrors } from '../reference.errors.js';
import type { RowFault } from './row-reading.js';

/** What a row from outside does to what is there. `kept`: it comes with the service, and people have imported their own. */
export const ROW_CHANGES = ['create', 'replace', 'unchanged', 'kept'] as const;
export type RowChange = (typeof ROW_CHANGES)[number];

const IMPORT_MODES = ['dry_run', 'apply'] as const;
const Sha256 = z.string().regex(/^[0-9a-f]{64}$/);

export const RowImportMetadata = z
  .strictObject({
    mode: z.enum(IMPORT_MODES),
    digest: Sha256.optional().describe('That of the dry run: another file is refused'),
  })
  .meta({ id: 'LimitImportMetadata' });
export type RowImportInput = z.output<typeof RowImportMetadata>;

export const RowImportForm = z.object({
  file: z.string().meta({ format: 'binary' }).describe('CSV or XLSX with a heading for each field of a row'),
  metadata: RowImportMetadata,
});

const RowFaultView = z.object({
  row: z.int().describe('As a spreadsheet numbers it'),
  column: z.string().nullable(),
  code: z.string(),
  zh: z.string(),
  en: z.string(),
});

export const RowImportAnswer = z
  .object({
    mode: z.enum(IMPORT_MODES),
    digest: Sha256.describe('SHA-256 of the file'),
    rows: z.int(),
    created: z.int(),
    replaced: z.int(),
    unchanged: z.int(),
    errorCount: z.int(),
    newItems: z.array(z.string()).describe('Items on no list, the first 100: a slip of the pen would stand here'),
    errors: z.array(RowFaultView).describe('The first 1,000'),
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
  const parsed = RowImportMetadata.safeParse(jsonOf(json));
  if (!parsed.success) throw ReferenceErrors.LIMIT_METADATA_INVALID({ errors: inputFaults(parsed.error.issues) });
  return parsed.data;
}

function jsonOf(json: string): unknown {
  try {
    return JSON.parse(json) as unknown;
  } catch (error) {
    throw ReferenceErrors.LIMIT_METADATA_INVALID({ errors: [{ path: '', message: 'is not JSON' }] }, error);
  }
}

export function toRowFaultView({ row, column, error }: RowFault): z.input<typeof RowFaultView> {
  const { code, entry, details } = error;
  return { row, column, code, zh: fillIn(entry.zh, details), en: fillIn(entry.en, details) };
}
