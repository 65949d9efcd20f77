import { z } from 'zod';
import { InstantView } from '../../platform/index.js';

const Size = z.coerce.number().int().min(0).max(Number.MAX_SAFE_INTEGER).describe('Number of entries');
const Hex = z.string().regex(/^[0-9a-f]{64}$/, { error: 'must be 64 hexadecimal digits in lower case' });
const Hashes = z.array(z.base64()).describe('SHA-256 hashes, base64, in the order of RFC 9162');

export const CheckpointQuery = z.strictObject({
  size: Size.optional().describe('An earlier one; the newest if absent'),
});

export const InclusionQuery = z.strictObject({
  leafHash: Hex.describe('RFC 9162 leaf hash'),
  size: Size.min(1).optional().describe('Of the tree to prove it in; that of the newest checkpoint if absent'),
});

export const ConsistencyQuery = z
  .strictObject({ from: Size, to: Size })
  .refine(({ from, to }) => from <= to, { error: 'must not be smaller than from', path: ['to'] });

export const InclusionView = z
  .object({ index: z.number(), size: z.number(), proof: Hashes })
  .meta({ id: 'LogInclusion' });

export const ConsistencyView = z
  .object({ from: z.number(), to: z.number(), proof: Hashes })
  .meta({ id: 'LogConsistency' });

export const LogKeyView = z
  .object({
    keyId: z.string().describe('Eight hexadecimal digits, as in signed notes'),
    verifier: z.string().describe('`name+id+key`, as programs for signed notes take it'),
    pem: z.string(),
    fingerprint: z.string().describe('SHA-256 of the public key (SubjectPublicKeyInfo), hexadecimal'),
    usedFrom: InstantView,
    usedUntil: InstantView.nullable().describe('Null for the key that signs now'),
  })
  .meta({ id: 'LogKey' });

export const LogKeysView = z.object({ origin: z.string(), keys: z.array(LogKeyView) }).meta({ id: 'LogKeys' });
