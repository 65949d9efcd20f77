import { createHash } from 'node:crypto';
import { canonicalJson } from '../../platform/index.js';

/** What a session is closed with: enough to see later that no event before it was taken away, added or changed. */
export interface ClosingManifest {
  readonly sessionId: string;
  readonly events: number;
  /** Hash of the last event before the closing one, hex. */
  readonly head: string;
  /** SHA-256 of the canonical JSON of the list of all hashes (hex) in the order of their numbers. */
  readonly hashesSha256: string;
}

/** @param hashes of every event so far, hex, in order; there is always the one that began the session */
export function manifestOf(sessionId: string, hashes: readonly string[]): ClosingManifest {
  const hashesSha256 = sha256(canonicalJson(hashes)).toString('hex');
  return { sessionId, events: hashes.length, head: hashes.at(-1) ?? '', hashesSha256 };
}

export function manifestDigest(manifest: ClosingManifest): Buffer {
  return sha256(canonicalJson(manifest));
}

function sha256(text: string): Buffer {
  return createHash('sha256').update(text, 'utf8').digest();
}
