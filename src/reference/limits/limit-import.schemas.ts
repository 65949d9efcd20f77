import { z } from 'zod';
import { fillIn, inputFaults } from '../../platform/index.js';
import { ReferenceErrors } from '../reference.errors.js';
import { LIMIT_CHANGES } from './limit-record.rules.js';
import type { RowFault } from './limit-file.rules.js';

const IMPORT_MODES = ['dry_run', 'apply'] as const;
const Sha256 = z.string().regex(/^[0-9a-f]{64}$/);

export const LimitImportMetadata = z
  .strictObject({
    mode: z.enum(IMPORT_MODES),
    digest: Sha256.optional().describe('That of the dry run: another file is refused'),
  })
  .meta({ id: 'LimitImportMetadata' });
export type LimitImportInput = z.output<typeof LimitImportMetadata>;

export const LimitImportForm = z.object({
  file: z.string().meta({ format: 'binary' }).describe('CSV or XLSX with the columns of a limit row'),
  metadata: LimitImportMetadata,
});

const LimitRowFault = z.object({
  row: z.int().describe('As a spreadsheet numbers it'),
  column: z.string().nullable(),
  code: z.string(),
  zh: z.string(),
  en: z.string(),
});

export const LimitImportAnswer = z
  .object({
    mode: z.enum(IMPORT_MODES),
    digest: Sha256.describe('SHA-256 of the file'),
    rows: z.int(),
    created: z.int(),
    replaced: z.int(),
    unchanged: z.int(),
    errorCount: z.int(),
    newItems: z.array(z.string()).describe('Items on no list, the first 100: a slip of the pen would stand here'),
    errors: z.array(LimitRowFault).describe('The first 1,000'),
    changes: z
      .array(
        z.object({
          row: z.int(),
          change: z.enum(LIMIT_CHANGES),
          key: z.string(),
          before: z.string().nullable().describe('What the row said until now'),
          after: z.string(),
        }),
      )
      .describe('The first 1,000 rows that change something'),
  })
  .meta({ id: 'LimitImport' });
export type LimitImportResult = z.input<typeof LimitImportAnswer>;

/** @throws LIMIT_METADATA_INVALID */
export function parseLimitImport(json: string): LimitImportInput {
  const parsed = LimitImportMetadata.safeParse(jsonOf(json));
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

export function toLimitRowFault({ row, column, error }: RowFault): z.input<typeof LimitRowFault> {
  const { code, entry, details } = error;
  return { row, column, code, zh: fillIn(entry.zh, details), en: fillIn(entry.en, details) };
}
