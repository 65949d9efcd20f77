import { z } from 'zod';
import { Id, InstantView } from '../../platform/index.js';

const seq = z.int().min(0).max(Number.MAX_SAFE_INTEGER);

export const ReadInput = z
  .strictObject({
    deliveredUpTo: seq.default(0).describe('The last number that the client has applied'),
    readUpTo: seq.default(0).describe('The last number that the person has had before their eyes'),
  })
  .meta({ id: 'SessionReadInput' });

export const SocketRead = ReadInput.extend({ sessionId: Id });

export const ReadView = z
  .object({ userId: Id, deliveredSeq: z.int(), readSeq: z.int(), updatedAt: InstantView })
  .meta({ id: 'SessionRead' });

export const ReadList = z.object({ items: z.array(ReadView), lastSeq: z.int() }).meta({ id: 'SessionReads' });
