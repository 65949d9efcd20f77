import { z } from 'zod';
import { Id } from '../../platform/index.js';
import { LOG_ENTRY_KINDS } from '../log/log.codes.js';

const Bytes = z.base64();

const EntryProofView = z.object({
  entry: z.enum(LOG_ENTRY_KINDS),
  index: z.number(),
  size: z.number().describe('Of the tree of the checkpoint'),
  leaf: Bytes.describe('The exact bytes that are hashed: canonical JSON'),
  salt: Bytes.nullable().describe(
    'Of a leaf of version 1, for who knows all its hidden values: with which all of them were hashed',
  ),
  openings: z
    .record(z.string(), z.object({ salt: Bytes, value: z.string() }))
    .describe('Hidden values that the reader knows, each with what it was hashed with; others stay hidden'),
  leafHash: z.string().describe('Hex'),
  proof: z.array(Bytes).describe('Inclusion, RFC 9162'),
});

export const ItemProofView = z
  .object({
    itemId: Id,
    checkpoint: z.string().nullable().describe('C2SP signed note; null while nothing was ever signed'),
    waiting: z.number().describe('Entries without a place yet'),
    entries: z.array(EntryProofView),
  })
  .meta({ id: 'EvidenceProof' });
