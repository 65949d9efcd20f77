import { z } from 'zod';
import { Id, InstantView } from '../../platform/index.js';
import { words } from '../commands/payload-parts.js';
import { MAX_PAGE } from '../events/event.schemas.js';
import { GUEST_STATES } from './guest.rules.js';

const seq = z.int().min(0).max(Number.MAX_SAFE_INTEGER);

/** 256 bits, URL-safe. */
export const GuestEnter = z.strictObject({ token: z.string().regex(/^[A-Za-z0-9_-]{43}$/) }).meta({ id: 'GuestEnter' });

export const GuestEntryView = z
  .object({
    accessToken: z.string().describe('Bearer token for the doors of guests alone; enter again for a new one'),
    expiresAt: InstantView,
    invitationEndsAt: InstantView,
    sessionId: Id,
    title: z.string(),
    name: z.string(),
    maySpeak: z.boolean(),
    fromSeq: z.int().describe('The first event that the guest reads'),
  })
  .meta({ id: 'GuestEntry' });

export const GuestSync = z.strictObject({ after: seq.default(0) });
export const GuestRecordQuery = z.strictObject({
  after: z.coerce.number().pipe(seq).default(0),
  limit: z.coerce.number().int().min(1).max(MAX_PAGE).default(MAX_PAGE),
});
export const GuestWords = z.strictObject({ cmdId: Id, text: words(4_000) }).meta({ id: 'GuestWords' });

const GuestEventView = z
  .object({
    seq: z.int(),
    type: z.string(),
    actor: z.object({ name: z.string(), from: z.string() }),
    occurredAt: InstantView,
    recordedAt: InstantView,
    payload: z.record(z.string(), z.unknown()),
  })
  .meta({ id: 'GuestEvent' });

export const GuestRecordPage = z
  .object({
    items: z.array(z.union([GuestEventView, z.object({ seq: z.int(), redacted: z.literal(true) })])),
    lastSeq: z.int().describe('Number of the last event of the record'),
    more: z.boolean().describe('True: ask again after the last number of this page'),
  })
  .meta({ id: 'GuestRecordPage' });

export const GuestWordsAccepted = z
  .object({ ok: z.literal(true).default(true), seq: z.int(), duplicate: z.literal(true).optional() })
  .meta({ id: 'GuestWordsAccepted' });

export const GuestView = z
  .object({
    id: Id,
    name: z.string(),
    organisation: z.string(),
    purpose: z.string(),
    maySpeak: z.boolean(),
    state: z.enum(GUEST_STATES),
    expiresAt: InstantView,
    invitedBy: Id,
    invitedSeq: z.int(),
    enteredSeq: z.int().nullable(),
  })
  .meta({ id: 'SessionGuest' });
