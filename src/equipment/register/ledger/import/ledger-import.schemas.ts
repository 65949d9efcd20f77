import { z } from 'zod';
import {
  ExpectedDigest,
  faultWords,
  FileDigest,
  Id,
  ImportMode,
  parseMetadata,
  text,
} from '../../../../platform/index.js';
import { MATCH_BY } from '../rows/namesakes.js';
import { KindCode } from '../../registry/register.schemas.js';
import type { LedgerLanguage } from '../columns/ledger.fields.js';
import { LedgerErrors } from '../ledger.errors.js';
import { LedgerLanguageQuery } from '../export/ledger-export.schemas.js';
import type { ImportResult } from './ledger-import.service.js';
import { cellName, type RowFault } from '../rows/ledger-row.rules.js';

const MOST_MAPPED = 256;

export const ImportQuery = z.strictObject({ lang: LedgerLanguageQuery });

export const ImportMetadata = z
  .strictObject({
    mode: ImportMode,
    mapping: z
      .record(text(200), z.string().min(1).max(100))
      .refine((mapping) => Object.keys(mapping).length <= MOST_MAPPED, { error: `names over ${MOST_MAPPED} columns` })
      .default({})
      .describe('Field by column heading; ignore passes a column over. An import remembers it for your unit'),
    unitId: Id.optional().describe('Owner of new devices whose row names none; your own unit when absent'),
    kindCode: KindCode.optional().describe('Kind of new devices whose row names none'),
    emptyCells: z
      .enum(['keep', 'clear'])
      .default('keep')
      .describe('clear: an empty cell takes the value away too; without it only a cell with [清空] or [clear] does'),
    matchBy: z
      .enum(MATCH_BY)
      .default('assetCode')
      .describe('By what a row finds its device first; serial, to give devices other asset codes'),
    digest: ExpectedDigest,
  })
  .meta({ id: 'LedgerImportMetadata' });

export type ImportInput = z.output<typeof ImportMetadata>;

export const ImportForm = z.object({
  file: z.string().meta({ format: 'binary' }).describe('CSV or XLSX'),
  metadata: ImportMetadata,
});

const RowError = z.object({
  row: z.int(),
  column: z.string().nullable().describe('Its heading; null for the row as a whole'),
  cell: z.string().nullable().describe('Such as B7'),
  code: z.string(),
  zh: z.string(),
  en: z.string(),
  text: z.string().describe('In the language asked for'),
});

export const ImportAnswer = z
  .object({
    mode: ImportMode,
    digest: FileDigest,
    rows: z.int(),
    created: z.int(),
    updated: z.int(),
    unchanged: z.int(),
    errorCount: z.int(),
    errors: z.array(RowError).describe('The first 1,000'),
    columns: z.array(
      z.object({
        heading: z.string(),
        column: z.string().describe('Such as B'),
        field: z.string().nullable().describe('Null where the column is passed over'),
        by: z.enum(['given', 'remembered', 'known']).nullable(),
      }),
    ),
    preview: z
      .array(
        z.object({
          row: z.int(),
          action: z.enum(['create', 'update']),
          assetCode: z.string(),
          deviceId: Id.nullable().describe('Null in a dry run that would create it'),
          changes: z.array(z.object({ field: z.string(), from: z.unknown(), to: z.unknown() })),
        }),
      )
      .describe('The first 1,000 rows that change something'),
  })
  .meta({ id: 'LedgerImport' });

/** @throws IMPORT_METADATA_INVALID */
export function parseImportMetadata(json: string): ImportInput {
  return parseMetadata(ImportMetadata, json, LedgerErrors.IMPORT_METADATA_INVALID);
}

export function toRowError({ row, column, error }: RowFault, language: LedgerLanguage): z.input<typeof RowError> {
  const words = faultWords(error);
  return {
    row,
    column: column?.heading ?? null,
    cell: column ? cellName(row, column.at) : null,
    ...words,
    text: words[language],
  };
}

export function toImportAnswer(
  { mode, digest, columns, faults, ...result }: ImportResult,
  language: LedgerLanguage,
): z.input<typeof ImportAnswer> {
  return {
    ...result,
    mode,
    digest,
    errors: faults.map((fault) => toRowError(fault, language)),
    columns: columns.map(({ heading, at, field, by }) => ({
      heading,
      column: cellName(1, at).slice(0, -1),
      field,
      by,
    })),
    preview: [...result.preview],
  };
}
