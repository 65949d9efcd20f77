import { z } from 'zod';
import { Id as id } from '../../platform/index.js';
import { ESCALATION_PAYLOADS } from '../escalation/escalation.payloads.js';
import { COLLECTION_PAYLOADS } from '../collection/collection.payloads.js';
import { CONSULTATION_PAYLOADS } from '../consultation/consultation.payloads.js';
import { DISPATCH_PAYLOADS } from '../dispatch/dispatch.payloads.js';
import { GUEST_PAYLOADS } from '../guests/guest.payloads.js';
import { MAP_PAYLOADS } from '../map/map.payloads.js';
import { ORDER_PAYLOADS } from '../orders/order.payloads.js';
import { REQUEST_PAYLOADS } from '../requests/request.payloads.js';
import { SESSION_PAYLOADS } from '../sessions/session.payloads.js';
import { SHOW_PAYLOADS } from '../show/show.payloads.js';
import { TALK_PAYLOADS } from '../talk/talk.payloads.js';
import { typedInstant } from './payload-parts.js';

/** One strict payload schema a command type, version 1. */
export const PAYLOADS = {
  ...SESSION_PAYLOADS,
  ...GUEST_PAYLOADS,
  ...ORDER_PAYLOADS,
  ...DISPATCH_PAYLOADS,
  ...REQUEST_PAYLOADS,
  ...TALK_PAYLOADS,
  ...MAP_PAYLOADS,
  ...SHOW_PAYLOADS,
  ...ESCALATION_PAYLOADS,
  ...CONSULTATION_PAYLOADS,
  ...COLLECTION_PAYLOADS,
} as const;

/** Everything a client can ask of a session. The fact that results carries the same name. */
export type CommandType = keyof typeof PAYLOADS;
export const COMMAND_TYPES = Object.keys(PAYLOADS) as CommandType[];

export type Payload<T extends CommandType> = z.output<(typeof PAYLOADS)[T]>;

/** Whole and far past what any client counts to; PostgreSQL's int. */
export const epoch = z.int().min(0).max(2_147_483_647);

/**
 * What a client sends. `cmdId` makes a repetition harmless; `epoch` is read only by commands that need authority;
 * `occurredAt` is the client's own time when it had to wait for the network.
 */
export const envelopeSchema = z.strictObject({
  cmdId: id.refine((value) => value[14] !== '8', 'ids of version 8 are the service’s own'),
  sessionId: id,
  epoch: epoch.optional(),
  type: z.enum(COMMAND_TYPES),
  v: z.literal(1),
  payload: z.unknown(),
  occurredAt: typedInstant.optional(),
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
