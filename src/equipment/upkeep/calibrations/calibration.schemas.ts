import { z } from 'zod';
import { Day, Id, InstantView, pageOf, PageQuery, text } from '../../../platform/index.js';
import { CALIBRATION_KINDS, CALIBRATION_RESULTS } from '../../equipment.codes.js';
import type { CalibrationRow } from './calibration.repository.js';

export const CalibrationCreate = z
  .strictObject({
    deviceId: Id,
    kind: z.enum(CALIBRATION_KINDS),
    doneOn: Day,
    dueOn: Day.describe('Last day of validity, that day included, in China'),
    result: z.enum(CALIBRATION_RESULTS),
    body: text(200).optional().describe('Who did it'),
    certificateNumber: text(100).optional(),
    blocksBooking: z.boolean().default(true).describe('Whether this record decides if the device can be booked'),
    fileSha256: z
      .string()
      .regex(/^[0-9a-f]{64}$/)
      .optional(),
  })
  .refine(({ doneOn, dueOn }) => doneOn <= dueOn, { error: 'must not lie before doneOn', path: ['dueOn'] })
  .meta({ id: 'CalibrationCreate' });

export const CalibrationView = z
  .object({
    id: Id,
    deviceId: Id,
    assetCode: z.string(),
    kind: z.enum(CALIBRATION_KINDS),
    body: z.string().nullable(),
    certificateNumber: z.string().nullable(),
    doneOn: z.iso.date(),
    dueOn: z.iso.date(),
    result: z.enum(CALIBRATION_RESULTS),
    blocksBooking: z.boolean(),
    fileSha256: z.string().nullable(),
    recordedAt: InstantView,
  })
  .meta({ id: 'Calibration' });

export const CalibrationPage = pageOf(CalibrationView).meta({ id: 'CalibrationPage' });

export const CalibrationQuery = PageQuery.extend({
  deviceId: Id.optional(),
  unit: Id.optional().describe('Owner of the device'),
  dueBefore: Day.optional(),
});

export function toCalibrationView({ recordedAt, ...row }: CalibrationRow): z.input<typeof CalibrationView> {
  return { ...row, recordedAt: recordedAt.toISOString() };
}
