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

export const CosignatureInput = z.strictObject({
  size: z.number().int().min(0).describe('Of the checkpoint that was signed'),
  cosignature: z.string().min(1).max(500).describe('The line for the note: dash, name, base64'),
});

const CosignatureView = z.object({ name: z.string(), keyId: z.string(), signedAt: InstantView });

export const CosignaturesView = z
  .object({ size: z.number(), cosignatures: z.array(CosignatureView) })
  .meta({ id: 'LogCosignatures' });

export const LogStatusView = z
  .object({
    origin: z.string(),
    size: z.number(),
    root: z.string().describe('Base64'),
    signedAt: InstantView,
    waiting: z.number().describe('Entries without a place yet'),
    independentWitness: z
      .object({
        state: z.enum(['none', 'cosigned']),
        size: z.number().nullable().describe('Of the newest head that a witness signed'),
        witnesses: z.array(CosignatureView),
        words: z.object({ zh: z.string(), en: z.string() }),
      })
      .describe('Whether anybody but us vouches that nobody was shown another log'),
    independentTime: z
      .object({
        state: z.enum(['none', 'stamped']),
        newest: z
          .object({ size: z.number(), stampedAt: InstantView, authority: z.string(), serial: z.string() })
          .nullable()
          .describe('Of the largest head that has a time stamp (RFC 3161); its bytes are at /log/timestamp'),
        words: z.object({ zh: z.string(), en: z.string() }),
      })
      .describe('Whether anybody but us vouches for when the log was so large'),
  })
  .meta({ id: 'LogStatus' });
