import type { Letter } from './carriers.js';
import type { DeliveryFault } from './reach.codes.js';
import { faultOfStatus, signatureOf } from './reach.rules.js';

export interface Gateway {
  readonly address: string;
  readonly secret: string;
  readonly timeoutMs: number;
}

/** Asks once. Redirections are not followed: the address is the operator's, where it sends us is not. */
export async function callGateway(
  { address, secret, timeoutMs }: Gateway,
  letter: Letter,
  now: Date,
): Promise<DeliveryFault | undefined> {
  const { id, to, code, zh, en, link, expiresAt } = letter;
  const text = { id, to, code, text: { zh, en }, ...(link && { link }), expiresAt: expiresAt.toISOString() };
  const body = JSON.stringify(text);
  const signal = AbortSignal.timeout(timeoutMs);
  try {
    const response = await fetch(address, {
      method: 'POST',
      body,
      headers: {
        'content-type': 'application/json',
        'idempotency-key': id,
        'x-skydocket-signature': signatureOf(secret, body, now),
      },
      redirect: 'manual',
      signal,
    });
    await response.body?.cancel();
    return faultOfStatus(response.status);
  } catch {
    return signal.aborted ? 'TOO_SLOW' : 'UNREACHABLE';
  }
}
