import { z } from 'zod';
import { Id } from '../../../platform/index.js';
import { DeviceSelection } from '../pool/device-selection.schemas.js';
import { LABEL_SIZES, MOST_LABELS, SHEET_FORMATS, SHEET_LAYOUTS, type SheetLayout } from './label.formats.js';

export const LABEL_LANGUAGES = ['zh', 'en'] as const;
export type LabelLanguage = (typeof LABEL_LANGUAGES)[number];

export const LABEL_FILES = ['pdf', 'svg', 'png'] as const;

export const LabelQuery = z.strictObject({
  size: z.enum(LABEL_SIZES).default('60x40').describe('Width × height in millimetres'),
  language: z.enum(LABEL_LANGUAGES).default('zh'),
  f: z.enum(LABEL_FILES).default('pdf').describe('PNG has 300 dots per inch'),
});

export const sheetFields = {
  layout: z.enum(SHEET_LAYOUTS).default('24').describe('Labels on one A4 sheet'),
  language: z.enum(LABEL_LANGUAGES).default('zh'),
};

export function onTheSheet({ layout, startAt }: { readonly layout: SheetLayout; readonly startAt: number }): boolean {
  return startAt <= SHEET_FORMATS[layout].columns * SHEET_FORMATS[layout].rows;
}

export const TOO_FAR = { error: 'the sheet does not have so many positions', path: ['startAt'] };

export const SheetCreate = z
  .strictObject({
    deviceIds: z
      .array(Id)
      .min(1)
      .max(MOST_LABELS)
      .optional()
      .describe('In the order of the labels; a device may come twice'),
    filter: DeviceSelection.optional().describe('As GET /devices; by asset code'),
    ...sheetFields,
    startAt: z.int().min(1).max(100).default(1).describe('First free position of a sheet that is partly used'),
    cropMarks: z.boolean().default(false).describe('For plain paper'),
  })
  .refine(({ deviceIds, filter }) => (deviceIds === undefined) !== (filter === undefined), {
    error: 'give deviceIds or filter',
    path: ['deviceIds'],
  })
  .refine(onTheSheet, TOO_FAR)
  .meta({ id: 'LabelSheetCreate' });
