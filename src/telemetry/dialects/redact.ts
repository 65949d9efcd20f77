import type { JsonObject, JsonValue } from '../sample.js';
import { storable } from './lenient.js';

const REDACTED = '[redacted]';
const MAX_DEPTH = 12;
const MAX_TEXT = 500;

/**
 * Keys whose values are secrets or identify a person or a SIM: link keys (`wireless_link_topo`), device secrets and
 * nonces of the topology, credentials, modem and card numbers.
 */
const SECRET_KEY =
  /secret|passw|token|credential|nonce|licen[cs]e|app_?key|access_?key|authorization|wireless_link_topo|imei|imsi|iccid|msisdn|phone|^eid$/i;

/** User and password inside an address, as in rtsp://user:word@host. */
const ADDRESS_USER = /\/\/[^/@\s]+@/g;

/** A copy with every secret replaced, fit for jsonb, logs and screens. */
export function redactSecrets(value: JsonValue, depth = 0): JsonValue {
  if (typeof value === 'string') return storable(value.slice(0, MAX_TEXT)).replace(ADDRESS_USER, `//${REDACTED}@`);
  if (typeof value !== 'object' || value === null) return value;
  if (depth >= MAX_DEPTH) return null;
  if (Array.isArray(value)) return value.map((item) => redactSecrets(item, depth + 1));
  return Object.fromEntries(Object.entries(value).map(([key, item]) => redactEntry(key, item, depth)));
}

/** The redacted object cut to its members of at most `maxMemberCharacters` and `maxMembers`: what fits beside a sample. */
export function redactedExtract(data: JsonObject, maxMemberCharacters = 500, maxMembers = 40): JsonObject {
  const members = Object.entries(data).slice(0, maxMembers);
  const kept = members
    .map(([key, value]) => redactEntry(key, value, 0))
    .filter(([, value]) => JSON.stringify(value).length <= maxMemberCharacters);
  return Object.fromEntries(kept);
}

function redactEntry(key: string, value: JsonValue, depth: number): [string, JsonValue] {
  const readableKey = storable(key.slice(0, 100));
  return [readableKey, SECRET_KEY.test(key) ? REDACTED : redactSecrets(value, depth + 1)];
}
