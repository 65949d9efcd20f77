import { bodyWithin } from '../../../platform/index.js';
import { readWeatherDocument, type WeatherDocument } from './weather-document.js';

export type Called =
  | { readonly state: 'used'; readonly document: WeatherDocument }
  | { readonly state: 'away' | 'invalid'; readonly detail: string };

const MOST_BYTES = 512 * 1024;
const OK = 200;

/**
 * Asks the operator's service once. Redirections are not followed: the address is the operator's, where it sends us is
 * not. What goes wrong is told without the address, which may hold a key.
 */
export async function callWeather(address: string, timeoutMs: number): Promise<Called> {
  const signal = AbortSignal.timeout(timeoutMs);
  try {
    const response = await fetch(address, { redirect: 'manual', signal, headers: { accept: 'application/json' } });
    if (response.status !== OK) {
      await response.body?.cancel();
      return { state: 'away', detail: `HTTP ${response.status}` };
    }
    const body = await bodyWithin(response, MOST_BYTES);
    if (body === undefined) return { state: 'invalid', detail: `more than ${MOST_BYTES} bytes` };
    const read = readWeatherDocument(body.toString('utf8'));
    return read.ok ? { state: 'used', document: read.document } : { state: 'invalid', detail: read.fault };
  } catch (error) {
    return { state: 'away', detail: signal.aborted ? `no answer within ${timeoutMs} ms` : reasonOf(error) };
  }
}

/** The system's code of what failed, such as ECONNREFUSED. */
function reasonOf(error: unknown): string {
  const cause = typeof error === 'object' && error !== null && 'cause' in error ? error.cause : undefined;
  const code = typeof cause === 'object' && cause !== null && 'code' in cause ? cause.code : undefined;
  return typeof code === 'string' ? code : 'no connection';
}
