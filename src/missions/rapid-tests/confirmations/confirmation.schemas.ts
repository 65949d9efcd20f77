import { z } from 'zod';
import { Day, Id, InstantView, text } from '../../../platform/index.js';
import { ReadingUnit, readNumber, WITHOUT_UNIT } from '../../reading.schemas.js';
import type { Confirmation } from './confirmation.entity.js';
import { CONFIRMATION_STATES, FINDINGS } from './confirmation.rules.js';

export const ConfirmationEntry = z
  .strictObject({
    laboratory: text(200),
    accreditation: text(100).describe('Number of its accreditation: a finding needs an accredited laboratory'),
    methodCode: text(60).describe('Of a method that is not rapid'),
    portionId: Id.optional().describe('The portion of the sample that it is given'),
    dueOn: Day.optional(),
    note: text(1000).optional(),
  })
  .meta({ id: 'ConfirmationEntry' });

export const ConfirmationResult = z
  .strictObject({
    reportNumber: text(100),
    reportedOn: Day,
    finding: z.enum(FINDINGS).describe('Against the limit'),
    value: readNumber(z.number()).optional(),
    unit: ReadingUnit.optional(),
    reportFileId: Id.optional().describe('The report, of POST /api/v1/equipment-files'),
  })
  .refine(({ value, unit }) => value === undefined || unit !== undefined, WITHOUT_UNIT)
  .refine(({ value, unit }) => value !== undefined || unit === undefined, {
    error: 'a unit stands beside a value',
    path: ['value'],
  })
  .meta({ id: 'ConfirmationResult' });

export const ConfirmationWithdrawal = z.strictObject({ reason: text(500) }).meta({ id: 'ConfirmationWithdrawal' });

export const ConfirmationView = z
  .object({
    id: Id,
    portionId: Id.nullable(),
    laboratory: z.string(),
    accreditation: z.string(),
    methodCode: z.string(),
    dueOn: z.string().nullable(),
    note: z.string().nullable(),
    state: z.enum(CONFIRMATION_STATES),
    requestedByName: z.string(),
    requestedAt: InstantView,
    reportNumber: z.string().nullable(),
    reportedOn: z.string().nullable(),
    value: z.number().nullable(),
    unit: z.string().nullable(),
    finding: z.enum(FINDINGS).nullable(),
    reportFileId: Id.nullable(),
    endedByName: z.string().nullable(),
    endedAt: InstantView.nullable(),
    endingReason: z.string().nullable(),
  })
  .meta({ id: 'RapidTestConfirmation' });

export function toConfirmationView(row: Confirmation): z.input<typeof ConfirmationView> {
  const { rapidTestId: _rapidTestId, requestedBy: _requestedBy, endedBy: _endedBy, ...same } = row;
  return {
    ...same,
    requestedAt: row.requestedAt.toISOString(),
    endedAt: row.endedAt?.toISOString() ?? null,
  };
}
