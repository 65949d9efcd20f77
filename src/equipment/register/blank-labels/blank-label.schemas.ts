import { z } from 'zod';
import { Id, InstantView, PageQuery, pageOf, text } from '../../../platform/index.js';
import { MOST_LABELS } from '../labels/label.formats.js';
import { onTheSheet, sheetFields, TOO_FAR } from '../labels/label.schemas.js';
import type { BlankLabelRow, LabelBatchRow } from './blank-label.repository.js';

export const LabelBatchCreate = z
  .strictObject({
    count: z.int().min(1).max(MOST_LABELS),
    unitId: Id.optional().describe('For whose devices; your own unit when absent'),
    note: text(200).optional(),
  })
  .meta({ id: 'LabelBatchCreate' });

export const LabelBatchView = z
  .object({
    id: Id,
    unitId: Id,
    unitName: z.string(),
    count: z.int(),
    claimed: z.int().describe('Labels that a device wears now'),
    note: z.string().nullable(),
    printedBy: z.object({ id: Id, name: z.string() }),
    printedAt: InstantView,
  })
  .meta({ id: 'LabelBatch' });

export const LabelBatchPage = pageOf(LabelBatchView).meta({ id: 'LabelBatchPage' });

export const BlankLabelView = z
  .object({
    code: z.string(),
    ordinal: z.int().describe('Place in the batch, from 1'),
    device: z.object({ id: Id, assetCode: z.string() }).nullable().describe('Null: it belongs to nothing yet'),
  })
  .meta({ id: 'BlankLabel' });

export const BlankLabelPage = pageOf(BlankLabelView).meta({ id: 'BlankLabelPage' });
export const BlankLabelQuery = PageQuery.extend({ claimed: z.stringbool().optional() });

export const BlankSheetQuery = z
  .strictObject({
    layout: sheetFields.layout,
    startAt: z.coerce.number().int().min(1).max(100).default(1).describe('First free position of a sheet partly used'),
    cropMarks: z.stringbool().default(false).describe('For plain paper'),
    language: sheetFields.language,
  })
  .refine(onTheSheet, TOO_FAR);

export function toBatchView(row: LabelBatchRow, unitName: string): z.input<typeof LabelBatchView> {
  const { id, unitId, count, claimed, note, printedBy, printedByName, printedAt } = row;
  const by = { id: printedBy, name: printedByName };
  return { id, unitId, unitName, count, claimed, note, printedBy: by, printedAt: printedAt.toISOString() };
}

export function toBlankLabelView({
  code,
  ordinal,
  deviceId,
  assetCode,
}: BlankLabelRow): z.input<typeof BlankLabelView> {
  return { code, ordinal, device: deviceId === null || assetCode === null ? null : { id: deviceId, assetCode } };
}
