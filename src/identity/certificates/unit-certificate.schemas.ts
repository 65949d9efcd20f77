import { z } from 'zod';
import { Day, Id, InstantView, pageOf, PageQuery, text } from '../../platform/index.js';
import type { UnitCertificate } from './unit-certificate.entity.js';

export const UnitCertificateCreate = z
  .strictObject({
    unitId: Id,
    number: text(100),
    issuer: text(200).optional(),
    validFrom: Day,
    validUntil: Day.optional().describe('Last day in China, that day included'),
  })
  .refine(({ validFrom, validUntil }) => validUntil === undefined || validFrom <= validUntil, {
    error: 'must not lie before validFrom',
    path: ['validUntil'],
  })
  .meta({ id: 'UnitCertificateCreate' });

export const UnitCertificateWithdraw = z.strictObject({ reason: text(500) }).meta({ id: 'UnitCertificateWithdraw' });

export const UnitCertificateQuery = PageQuery.extend({ unitId: Id.optional() });

export const UnitCertificateView = z
  .object({
    id: Id,
    unitId: Id,
    number: z.string(),
    issuer: z.string().nullable(),
    validFrom: z.iso.date(),
    validUntil: z.iso.date().nullable(),
    withdrawn: z.object({ at: InstantView, reason: z.string() }).nullable(),
  })
  .meta({ id: 'UnitCertificate' });

export const UnitCertificatePage = pageOf(UnitCertificateView).meta({ id: 'UnitCertificatePage' });

export function toUnitCertificateView(row: UnitCertificate): z.input<typeof UnitCertificateView> {
  const { id, unitId, number, issuer, validFrom, validUntil, withdrawnAt, withdrawalReason } = row;
  const withdrawn = withdrawnAt && { at: withdrawnAt.toISOString(), reason: withdrawalReason ?? '' };
  return { id, unitId, number, issuer, validFrom, validUntil, withdrawn };
}
