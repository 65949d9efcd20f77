import { isUtf8 } from 'node:buffer';
import { redactSecrets } from '../dialects/redact.js';
import type { JsonValue } from '../sample.js';

const LONGEST_TEXT = 1_000;
const LONGEST_HEX_BYTES = 64;

/**
 * What a person may read of a message in quarantine: JSON with its secrets taken out, the first bytes in hex where it
 * is not even text. Text that is not JSON could hold a secret anywhere, so only its length and kind are told.
 */
export function previewOf(raw: Buffer): string {
  if (!isUtf8(raw)) return `hex ${raw.subarray(0, LONGEST_HEX_BYTES).toString('hex')}`;
  try {
    return JSON.stringify(redactSecrets(JSON.parse(raw.toString('utf8')) as JsonValue)).slice(0, LONGEST_TEXT);
  } catch {
    return `text that is not JSON, ${raw.length} bytes`;
  }
}
