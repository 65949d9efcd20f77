import type { JsonObject, JsonValue } from '../sample.js';
import type { ServiceReply } from './device-events.js';
import { rejected, type DialectResult } from './dialect.js';
import type { Envelope } from './envelope.js';
import { asCode, asObject, asText } from './lenient.js';
import { redactedExtract } from './redact.js';

const DEEPEST = 4;
type Results = (data: JsonObject) => number | null;

/** The answer to a call: `result` says it. */
export function readServiceReply(serial: string, envelope: Envelope, receivedAt: Date): DialectResult {
  return readReply(serial, envelope, receivedAt, (data) => asCode(data['result']));
}

/** The answer to properties that were set, each with a result of its own; the first that failed speaks for all. */
export function readPropertyReply(serial: string, envelope: Envelope, receivedAt: Date): DialectResult {
  return readReply(serial, envelope, receivedAt, (data) => {
    const results = resultsIn(data);
    return results.find((result) => result !== 0) ?? results[0] ?? null;
  });
}

/** Its clock is not judged: what matters is which call it answers. */
function readReply(serial: string, envelope: Envelope, receivedAt: Date, resultOf: Results): DialectResult {
  const data = asObject(envelope.data);
  if (!envelope.tid || !data) return rejected('BAD_SHAPE', 'an answer without tid or data');
  const output = asObject(data['output']);
  const reply: ServiceReply = {
    serial,
    tid: envelope.tid,
    resultCode: resultOf(data),
    status: asText(output?.['status'], 40),
    output: output && redactedExtract(output),
    receivedAt,
  };
  return { kind: 'service_reply', reply };
}

function resultsIn(value: JsonValue, depth = 0): (number | null)[] {
  const object = asObject(value);
  if (!object || depth > DEEPEST) return [];
  const own = object['result'] === undefined || asObject(object['result']) ? [] : [asCode(object['result'])];
  return [...own, ...Object.values(object).flatMap((member) => resultsIn(member, depth + 1))];
}
