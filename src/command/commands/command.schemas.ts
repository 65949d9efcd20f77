import { z } from 'zod';
import { Id } from '../../platform/index.js';
import { COMMAND_TYPES, epoch } from './command-types.js';

/** The envelope as HTTP takes it; the payload's shape depends on the type and is checked by the same handler as the socket's. */
export const CommandInput = z
  .looseObject({
    cmdId: Id.describe('Makes a repetition harmless'),
    epoch: epoch.optional().describe('Required by commands that use the authority of command'),
    type: z
      .string()
      .max(100)
      .describe(`One of ${COMMAND_TYPES.join(', ')}`),
    v: z.literal(1),
    payload: z.record(z.string(), z.unknown()),
  })
  .meta({ id: 'SessionCommand' });

export const CommandAccepted = z
  .object({
    ok: z.literal(true).default(true),
    seq: z.int(),
    duplicate: z.literal(true).optional(),
    guestId: Id.optional(),
    token: z.string().optional().describe('Of a guest’s invitation: told this once and kept nowhere'),
    overlaps: z
      .array(z.object({ sectorId: Id, squareMetres: z.number() }))
      .optional()
      .describe('What a sector has in common with others of the session; a shared edge is none'),
  })
  .meta({ id: 'SessionCommandAccepted' });

/** The socket's `cmd` is checked whole by its handler, so that every fault has the same code on both ways. */
export const SocketCommand = z.record(z.string(), z.unknown());
