import { z } from 'zod';
import { Id } from '../../platform/index.js';
import { placeSchema } from '../commands/map-geometry.js';
import { reason, typedInstant, words } from '../commands/payload-parts.js';
import { MOST_ASKED, REQUEST_KINDS } from './request.codes.js';
import { namedIn } from './request.rules.js';

const MOST_NAMED = 50;

const quantity = z.int().min(1).max(MOST_ASKED);
const during = z
  .strictObject({ from: typedInstant, to: typedInstant })
  .refine(({ from, to }) => new Date(from) < new Date(to), { error: 'must lie after from', path: ['to'] });
const ids = z
  .array(Id)
  .min(1)
  .max(MOST_NAMED)
  .refine((named) => new Set(named).size === named.length, 'names one twice');

/** What a session is short of, and what it gets. */
export const REQUEST_PAYLOADS = {
  'request.raise': z
    .strictObject({
      requestId: Id,
      kind: z.enum(REQUEST_KINDS),
      quantity,
      kindCode: words(50).optional().describe('Kind of the devices'),
      during: during.optional(),
      place: placeSchema.optional(),
      text: words(4_000),
    })
    .refine(({ kind, kindCode }) => kindCode === undefined || kind === 'device', {
      error: 'goes with devices alone',
      path: ['kindCode'],
    }),
  'request.meet': z
    .strictObject({
      requestId: Id,
      quantity,
      deviceIds: ids.optional().describe('Booked for the unit that asked'),
      during: during.optional().describe('For which they are booked, where it is not the period that was asked for'),
      expertIds: ids.optional().describe('Of the register; inviting them is a command of its own'),
      userIds: ids.optional().describe('Pulled into the session'),
      remark: words(1_000).optional(),
    })
    .refine((payload) => [0, payload.quantity].includes(namedIn(payload)), {
      error: 'is not how many are named',
      path: ['quantity'],
    })
    .refine((payload) => namedIn(payload) > 0 || payload.remark !== undefined, {
      error: 'says what is given, where nothing is named',
      path: ['remark'],
    })
    .refine(({ during: period, deviceIds }) => !period || deviceIds !== undefined, {
      error: 'goes with devices alone',
      path: ['during'],
    }),
  'request.cancel': z.strictObject({ requestId: Id, reason }),
} as const;
