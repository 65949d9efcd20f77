import { bodyWithin } from '../../../platform/index.js';
import type { TimestampFault } from './timestamp.codes.js';

export type Called =
  { readonly ok: true; readonly der: Buffer } | { readonly ok: false; readonly fault: TimestampFault };

const MOST_BYTES = 64 * 1024;
const OK = 200;

/** Asks once (RFC 3161, 3.4). Redirections are not followed: the address is the operator's, where it sends us is not. */
export async function callAuthority(address: string, question: Buffer, timeoutMs: number): Promise<Called> {
  const signal = AbortSignal.timeout(timeoutMs);
  try {
    const { href, headers } = withoutLogin(address);
    const response = await fetch(href, {
      method: 'POST',
      body: Uint8Array.from(question),
      headers: { 'content-type': 'application/timestamp-query', accept: 'application/timestamp-reply', ...headers },
      redirect: 'manual',
      signal,
    });
    if (response.status !== OK) {
      await response.body?.cancel();
      return { ok: false, fault: 'HTTP_ERROR' };
    }
    const der = await bodyWithin(response, MOST_BYTES);
    return der ? { ok: true, der } : { ok: false, fault: 'OVERSIZE' };
  } catch {
    return { ok: false, fault: signal.aborted ? 'TOO_SLOW' : 'UNREACHABLE' };
  }
}

/** A name and password in the address are sent as such: `fetch` refuses them there. */
function withoutLogin(address: string): { href: string; headers: Record<string, string> } {
  const url = new URL(address);
  const [name, password] = [decodeURIComponent(url.username), decodeURIComponent(url.password)];
  [url.username, url.password] = ['', ''];
  const login = Buffer.from(`${name}:${password}`, 'utf8').toString('base64');
  return { href: url.href, headers: name === '' ? {} : { authorization: `Basic ${login}` } };
}
