import { z } from 'zod';
import { type AppError, type ErrorFactory, fillIn } from '../errors/index.js';
import { inputFaults } from './validation.pipe.js';

/** A file is tried first, and taken over whole or not at all afterwards. */
export const ImportMode = z.enum(['dry_run', 'apply']);

const Sha256 = z.string().regex(/^[0-9a-f]{64}$/);

export const FileDigest = Sha256.describe('SHA-256 of the file');
export const ExpectedDigest = Sha256.optional().describe('That of the dry run: another file is refused');

/** What is said beside a file that needs no more to be read. */
export function importMetadata(id: string) {
  return z.strictObject({ mode: ImportMode, digest: ExpectedDigest }).meta({ id });
}

/** What is wrong with a row of a file. */
export interface ImportFault {
  /** As a spreadsheet numbers it. */
  readonly row: number;
  readonly column: string | null;
  readonly error: AppError;
}

export const ImportFaultView = z.object({
  row: z.int().describe('As a spreadsheet numbers it'),
  column: z.string().nullable(),
  code: z.string(),
  zh: z.string(),
  en: z.string(),
});

/** What every answer to a file of rows says. */
export const importOutcome = {
  mode: ImportMode,
  digest: FileDigest,
  rows: z.int(),
  created: z.int(),
  replaced: z.int(),
  unchanged: z.int(),
  errorCount: z.int(),
  errors: z.array(ImportFaultView).describe('The first 1,000'),
} as const;

export function toImportFaultView({ row, column, error }: ImportFault): z.input<typeof ImportFaultView> {
  return { row, column, ...faultWords(error) };
}

/** An error as a line of an answer that is no refusal itself. */
export function faultWords({ code, entry, details }: AppError): { code: string; zh: string; en: string } {
  return { code, zh: fillIn(entry.zh, details), en: fillIn(entry.en, details) };
}

/** What a person sent beside a file, as JSON. @throws what `refuse` makes of its faults */
export function parseMetadata<Schema extends z.ZodType>(
  schema: Schema,
  json: string,
  refuse: ErrorFactory,
): z.output<Schema> {
  const parsed = schema.safeParse(jsonOf(json, refuse));
  if (!parsed.success) throw refuse({ errors: inputFaults(parsed.error.issues) });
  return parsed.data;
}

function jsonOf(json: string, refuse: ErrorFactory): unknown {
  try {
    return JSON.parse(json) as unknown;
  } catch (error) {
    throw refuse({ errors: [{ path: '', message: 'is not JSON' }] }, error);
  }
}
