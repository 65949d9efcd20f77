import { z } from 'zod';
import { Id, InstantView } from '../../platform/index.js';
import { SESSION_ROLES, TIERS_UPWARD } from '../sessions/session-roles.js';
import { SCOPE_KINDS } from './visibility.rules.js';

/** The largest page of a record; a client further behind asks again. */
export const MAX_PAGE = 1_000;

const seq = z.int().min(0).max(Number.MAX_SAFE_INTEGER);

/**
 * `after`: the last number the client has applied. `snapshot`: a client that is more than a page behind would rather
 * have where the session stands than every event up to it.
 */
export const SyncInput = z.strictObject({ sessionId: Id, after: seq.default(0), snapshot: z.boolean().default(false) });

export const EventQuery = z.strictObject({
  after: z.coerce.number().pipe(seq).default(0),
  limit: z.coerce.number().int().min(1).max(MAX_PAGE).default(MAX_PAGE),
});

const PersonActingView = z.object({
  userId: Id,
  name: z.string(),
  unitId: Id,
  unitName: z.string(),
  tier: z.enum(TIERS_UPWARD),
  role: z.enum(SESSION_ROLES).nullable(),
});

const ServiceActingView = z
  .object({ kind: z.literal('service'), name: z.string() })
  .describe('The service itself: its timers and its rounds');

const GuestActingView = z
  .object({ kind: z.literal('guest'), guestId: Id, name: z.string(), organisation: z.string() })
  .describe('Someone from outside who was let in for a while');

export const EventView = z
  .object({
    sessionId: Id,
    seq: z.int(),
    cmdId: Id,
    type: z.string(),
    actor: z.union([PersonActingView, ServiceActingView, GuestActingView]),
    occurredAt: InstantView,
    recordedAt: InstantView,
    scope: z.looseObject({ kind: z.enum(SCOPE_KINDS) }),
    payload: z.record(z.string(), z.unknown()),
    hash: z.string().describe('SHA-256 of the previous hash and the canonical JSON of this event, hex'),
  })
  .meta({ id: 'SessionEvent' });

export const TombstoneView = z
  .object({ sessionId: Id, seq: z.int(), redacted: z.literal(true) })
  .describe('An event that is not meant for the caller; the sequence stays gapless')
  .meta({ id: 'SessionEventTombstone' });

export const EventPage = z
  .object({
    items: z.array(z.union([EventView, TombstoneView])),
    lastSeq: z.int(),
    epoch: z.int(),
    more: z.boolean().describe('True: ask again after the last number of this page'),
  })
  .meta({ id: 'SessionEventPage' });
