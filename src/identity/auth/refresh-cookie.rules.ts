export const REFRESH_COOKIE = 'skydocket_refresh';

const LOOPBACK: ReadonlySet<string> = new Set(['127.0.0.1', 'localhost', '::1', '[::1]']);

/** Whether the cookie is for TLS only: as the public address says; without one, everywhere but on this machine. */
export function cookieIsSecure(publicUrl: string | undefined, hostname: string): boolean {
  return publicUrl === undefined ? !LOOPBACK.has(hostname) : new URL(publicUrl).protocol === 'https:';
}

export interface RequestSource {
  /** Sec-Fetch-Site. */
  readonly site?: string;
  readonly origin?: string;
  readonly host?: string;
}

/** True for requests that our own pages send, or no page at all. A proxy may have rewritten Host. */
export function isOwnPage({ site, origin, host }: RequestSource, publicUrl: string | undefined): boolean {
  if (site && site !== 'same-origin' && site !== 'none') return false;
  if (!origin) return true;
  if (!URL.canParse(origin)) return false;
  const { host: originHost, origin: plainOrigin } = new URL(origin);
  return originHost === host || (publicUrl !== undefined && plainOrigin === new URL(publicUrl).origin);
}

/** The refresh token in a Cookie header. */
export function refreshTokenIn(cookieHeader: string | undefined): string | undefined {
  const cookies = (cookieHeader ?? '').split(/;\s*/);
  const value = cookies.find((cookie) => cookie.startsWith(`${REFRESH_COOKIE}=`))?.slice(REFRESH_COOKIE.length + 1);
  return value === '' ? undefined : value;
}
