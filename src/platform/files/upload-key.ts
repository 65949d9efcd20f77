import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Actor } from '../actor.js';
import { PlatformErrors } from '../errors/index.js';

/**
 * What an upload is known by when it is sent again: the digest of its Idempotency-Key; null without one.
 * @throws IDEMPOTENCY_KEY_REQUIRED for an API key that sends none
 */
export function uploadKeyOf(actor: Actor, request: IncomingMessage): string | null {
  const key = request.headers['idempotency-key'];
  if (key) return createHash('sha256').update(String(key)).digest('hex');
  if (!actor.apiKeyId) return null;
  request.resume();
  throw PlatformErrors.IDEMPOTENCY_KEY_REQUIRED();
}
