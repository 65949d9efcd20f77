import { z } from 'zod';
import { Id, PositionInput, text } from '../../../../platform/index.js';
import { ChecklistAnswers } from '../checklists/checklist.schemas.js';
import { AssetCode, CheckOutView } from '../custody.schemas.js';
import { Signatures } from '../papers/signature.schemas.js';

const MOST_CODES = 50;

export const CheckOutBatch = z
  .strictObject({
    codes: z.array(AssetCode).min(1).max(MOST_CODES),
    bookingId: Id.optional(),
    condition: text(2_000).optional(),
    signatures: Signatures.optional().describe('Of both sides, for every device'),
    checklists: z.record(AssetCode, ChecklistAnswers).optional().describe('Answers by code'),
    position: PositionInput.optional(),
  })
  .refine(({ codes, checklists = {} }) => Object.keys(checklists).every((code) => codes.includes(code)), {
    error: 'answers for a code that is not in the list',
    path: ['checklists'],
  })
  .meta({ id: 'CheckOutBatch' });

export const CheckOutBatchDone = z
  .object({ items: z.array(z.object({ code: z.string(), checkOut: CheckOutView })) })
  .meta({ id: 'CheckOutBatchDone' });
