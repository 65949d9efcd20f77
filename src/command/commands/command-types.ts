import { z } from 'zod';
import { Id as id, isKeepableInstant } from '../../platform/index.js';
import { mapGeometrySchema, placeSchema } from './map-geometry.js';
import { PILOT_COLOURS } from '../pilot-map/pilot-map.rules.js';
import { INVITABLE_ROLES, TIERS_UPWARD } from '../sessions/session-roles.js';

/** Everything a client can ask of a session. The fact that results carries the same name. */
export const COMMAND_TYPES = [
  'participant.invite',
  'participant.join',
  'participant.leave',
  'command.offer',
  'command.accept',
  'command.takeOver',
  'order.issue',
  'order.delivered',
  'order.seen',
  'order.acknowledge',
  'order.enRoute',
  'order.onScene',
  'order.submit',
  'order.accept',
  'order.return',
  'order.cancel',
  'chat.say',
  'map.put',
  'map.remove',
  'session.suspend',
  'session.resume',
  'session.close',
  'session.reopen',
] as const;
export type CommandType = (typeof COMMAND_TYPES)[number];

/** NUL and lone surrogates can be neither stored as text nor hashed as UTF-8. */
const UNSTORABLE = /[\0\p{Surrogate}]/u;

/** Plain text: kept exactly as typed, markup included, and never interpreted. At least one visible character. */
const text = (maxLength: number) =>
  z
    .string()
    .max(maxLength)
    .refine((value) => value.trim() !== '', 'the text is blank')
    .refine((value) => !UNSTORABLE.test(value), 'the text has a character that cannot be kept');

/** As typed: the record keeps the zone. */
const instant = z.iso
  .datetime({ offset: true })
  .refine((value) => isKeepableInstant(new Date(value)), 'the instant is off any calendar');
const reason = text(1_000);
const orderRef = z.strictObject({ orderId: id, note: text(1_000).optional() });
const optionalReason = z.strictObject({ reason: reason.optional() });

/** Who may read an event; the service fills in the speaker's own tier, unit and id. */
export const audienceSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('ALL') }),
  z.strictObject({ kind: z.literal('TIER_AND_UP'), tier: z.enum(TIERS_UPWARD) }),
  z.strictObject({ kind: z.literal('ORG') }),
  z.strictObject({ kind: z.literal('DIRECT'), userIds: z.array(id).min(1).max(50) }),
]);
export type Audience = z.infer<typeof audienceSchema>;

const addresseeSchema = z.union([
  z.strictObject({ userId: id }),
  z.strictObject({ unitId: id }),
  z.strictObject({ deviceId: id }),
]);
export type Addressee = z.infer<typeof addresseeSchema>;

const orderIssue = z
  .strictObject({
    orderId: id,
    to: addresseeSchema,
    text: text(4_000),
    place: placeSchema.optional(),
    ackDueAt: instant.optional(),
    doneDueAt: instant.optional(),
  })
  .refine(({ ackDueAt, doneDueAt }) => !ackDueAt || !doneDueAt || Date.parse(ackDueAt) <= Date.parse(doneDueAt), {
    path: ['doneDueAt'],
    message: 'the work is due before its acknowledgement',
  });

const invite = z.union([
  z.strictObject({ userId: id, role: z.enum(INVITABLE_ROLES).optional() }),
  z.strictObject({ unitId: id, role: z.enum(INVITABLE_ROLES).optional() }),
]);

/** One strict payload schema a command type, version 1. */
export const PAYLOADS = {
  'participant.invite': invite,
  'participant.join': z.strictObject({}),
  'participant.leave': optionalReason,
  'command.offer': z.strictObject({ toUserId: id, briefing: text(8_000).optional() }),
  'command.accept': z.strictObject({}),
  'command.takeOver': z.strictObject({ reason }),
  'order.issue': orderIssue,
  'order.delivered': orderRef,
  'order.seen': orderRef,
  'order.acknowledge': orderRef,
  'order.enRoute': orderRef,
  'order.onScene': orderRef,
  'order.submit': orderRef.extend({ evidenceIds: z.array(id).max(200).optional() }),
  'order.accept': orderRef,
  'order.return': z.strictObject({ orderId: id, reason }),
  'order.cancel': z.strictObject({ orderId: id, reason: reason.optional() }),
  'chat.say': z.strictObject({ text: text(4_000), audience: audienceSchema.optional() }),
  'map.put': z.strictObject({
    featureId: id,
    geometry: mapGeometrySchema,
    label: text(200).optional(),
    colour: z.enum(PILOT_COLOURS).optional(),
  }),
  'map.remove': z.strictObject({ featureId: id, reason: reason.optional() }),
  'session.suspend': optionalReason,
  'session.resume': optionalReason,
  'session.close': optionalReason,
  'session.reopen': z.strictObject({ reason }),
} as const satisfies Record<CommandType, z.ZodType>;

export type Payload<T extends CommandType> = z.output<(typeof PAYLOADS)[T]>;

/** Whole and far past what any client counts to; PostgreSQL's int. */
export const epoch = z.int().min(0).max(2_147_483_647);

/**
 * What a client sends. `cmdId` makes a repetition harmless; `epoch` is read only by commands that need authority;
 * `occurredAt` is the client's own time when it had to wait for the network.
 */
export const envelopeSchema = z.strictObject({
  cmdId: id,
  sessionId: id,
  epoch: epoch.optional(),
  type: z.enum(COMMAND_TYPES),
  v: z.literal(1),
  payload: z.unknown(),
  occurredAt: instant.optional(),
});
export type Envelope = z.output<typeof envelopeSchema>;

/** A command whose payload fits its type. */
export type Command = {
  [T in CommandType]: Omit<Envelope, 'type' | 'payload'> & { type: T; payload: Payload<T> };
}[CommandType];

export type ParsedCommand =
  | { readonly ok: true; readonly command: Command }
  | {
      readonly ok: false;
      readonly code: 'UNKNOWN_COMMAND' | 'VALIDATION_FAILED';
      readonly issues: readonly CommandIssue[];
    };
export interface CommandIssue {
  readonly path: string;
  readonly message: string;
}

/** Reads an envelope and its payload; anything that does not fit exactly is a returned refusal, never an exception. */
export function parseCommand(input: unknown): ParsedCommand {
  const envelope = envelopeSchema.safeParse(input);
  if (!envelope.success) {
    return refusal(namesUnknownType(input) ? 'UNKNOWN_COMMAND' : 'VALIDATION_FAILED', envelope.error, '');
  }
  const payload = PAYLOADS[envelope.data.type].safeParse(envelope.data.payload);
  if (!payload.success) return refusal('VALIDATION_FAILED', payload.error, 'payload');
  return { ok: true, command: { ...envelope.data, payload: payload.data } as Command };
}

function namesUnknownType(input: unknown): boolean {
  const type = (input as { type?: unknown } | null | undefined)?.type;
  return typeof type === 'string' && !(COMMAND_TYPES as readonly string[]).includes(type);
}

function refusal(code: 'UNKNOWN_COMMAND' | 'VALIDATION_FAILED', error: z.ZodError, under: string): ParsedCommand {
  const issues = error.issues.slice(0, 20).map((issue) => ({
    path: [under, ...issue.path.map(String)].filter((part) => part !== '').join('.'),
    message: issue.message,
  }));
  return { ok: false, code, issues };
}
