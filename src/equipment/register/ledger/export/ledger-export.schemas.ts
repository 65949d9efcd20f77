import { z } from 'zod';
import { SPREADSHEET_FORMS } from '../../../../platform/index.js';
import { bothEnds, deviceFilterFields, WHOLE_PERIOD } from '../../pool/device.schemas.js';
import { LEDGER_LANGUAGES } from '../columns/ledger.fields.js';

export const LedgerLanguageQuery = z.enum(LEDGER_LANGUAGES).optional().describe('That of Accept-Language when absent');

export const ExportQuery = z
  .strictObject({
    ...deviceFilterFields,
    f: z.enum(SPREADSHEET_FORMS).default('xlsx'),
    lang: LedgerLanguageQuery,
  })
  .refine(bothEnds, WHOLE_PERIOD);
