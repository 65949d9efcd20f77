import { isWithinClockWindow } from '../clock.rules.js';
import type { JsonObject, JsonValue } from '../sample.js';
import { read, rejected, type Read, type Reply } from './dialect.js';
import { asNumber, asText, openJson } from './lenient.js';

/** What surrounds every DJI-style message; `data` is judged by who reads it. */
export interface Envelope {
  readonly tid: string | null;
  readonly bid: string | null;
  readonly method: string | null;
  /** The gateway it came through, by its own word; who may speak for whom is the broker's and the registry's to say. */
  readonly gateway: string | null;
  readonly timestamp: Date | null;
  readonly needReply: JsonValue | undefined;
  readonly data: JsonValue | undefined;
}

export function openEnvelope(payload: Buffer): Read<Envelope> {
  const message = openJson(payload);
  return message.kind === 'read' ? read(toEnvelope(message.value)) : message;
}

/** The sender's clock, or why the message cannot be placed in time. Never replaced by ours: a guessed time is no evidence. */
export function readClock(at: Date | null, receivedAt: Date): Read<Date> {
  if (at === null) return rejected('BAD_SHAPE', 'no timestamp');
  if (isWithinClockWindow(at, receivedAt)) return read(at);
  return rejected('CLOCK_OUT_OF_RANGE', `the device says ${at.toISOString()}, received ${receivedAt.toISOString()}`);
}

const DONE: JsonObject = { result: 0 };

/** An answer to the message of `envelope`, with its own tid, bid and method, as the sender waits for it. */
export function replyTo(envelope: Envelope, topic: string, receivedAt: Date, data = DONE): Reply {
  const { tid, bid, method } = envelope;
  const payload = { tid, bid, timestamp: receivedAt.getTime(), ...(method && { method }), data };
  return { topic, payload: JSON.stringify(payload) };
}

function toEnvelope(message: JsonObject): Envelope {
  // Some published examples spell the key with a colon inside the quotes.
  const timestamp = asNumber(message['timestamp'] ?? message['timestamp:']);
  return {
    tid: asText(message['tid']),
    bid: asText(message['bid']),
    method: asText(message['method'], 80),
    gateway: asText(message['gateway'], 64),
    timestamp: timestamp === null ? null : validDate(timestamp),
    needReply: message['need_reply'],
    data: message['data'],
  };
}

function validDate(milliseconds: number): Date | null {
  const date = new Date(milliseconds);
  return Number.isNaN(date.getTime()) ? null : date;
}
