import { z } from 'zod';
import { Id, InstantView, text } from '../../../../platform/index.js';
import type { CustodySignature } from './custody-signature.entity.js';
import { LONGEST_DRAWING, SIGNATURE_FORMS } from './drawing.rules.js';
import { CUSTODY_MOMENTS, SIGNATURE_SIDES } from './paper.codes.js';

/** A PNG as data URL, or the data of an SVG path; whether it is one has its own refusal. */
export const Drawing = text(LONGEST_DRAWING).describe('PNG as data URL, or the data of an SVG path');

export const SignatureInput = z.strictObject({
  side: z.enum(SIGNATURE_SIDES),
  userId: Id.optional().describe('Absent for somebody without an account'),
  name: text(100),
  drawing: Drawing,
});

export const Signatures = z
  .array(SignatureInput)
  .max(SIGNATURE_SIDES.length)
  .refine((signatures) => new Set(signatures.map(({ side }) => side)).size === signatures.length, {
    error: 'signs twice for one side',
  });

export const SignatureView = z
  .object({
    id: Id,
    moment: z.enum(CUSTODY_MOMENTS),
    handOverId: Id.nullable().describe('With the moment hand_over: which one'),
    side: z.enum(SIGNATURE_SIDES),
    userId: Id.nullable(),
    name: z.string(),
    form: z.enum(SIGNATURE_FORMS),
    sha256: z.string(),
    signedAt: InstantView,
  })
  .meta({ id: 'CustodySignature' });

export const DrawnSignature = SignatureView.extend({ drawing: z.string() }).meta({ id: 'DrawnCustodySignature' });
export const DrawnSignatureList = z
  .object({ items: z.array(DrawnSignature) })
  .meta({ id: 'DrawnCustodySignatureList' });

export type SignatureBrief = Omit<CustodySignature, 'drawing'>;

export function toSignatureView(row: SignatureBrief): z.input<typeof SignatureView> {
  const { id, moment, handOverId, side, userId, name, form, sha256, signedAt } = row;
  return { id, moment, handOverId, side, userId, name, form, sha256, signedAt: signedAt.toISOString() };
}

export function toDrawnSignature(row: CustodySignature): z.input<typeof DrawnSignature> {
  return { ...toSignatureView(row), drawing: row.drawing };
}
