import { createHmac, timingSafeEqual } from 'node:crypto';

/** Where files are opened by an address. */
export const LINKS = '/api/v1/evidence-links';
/** Life of an address (decisions, 24). */
export const LINK_SECONDS = 300;

/** What an address opens: one file of one item, for the one who made it, for a short while. */
export interface LinkClaim {
  readonly itemId: string;
  readonly what: 'original' | 'preview';
  readonly userId: string;
  readonly until: Date;
}

/** As it is written into the address. */
export interface WrittenLink {
  readonly for: string;
  readonly until: number;
  readonly signature: string;
}

export function writtenLink(key: Buffer, { itemId, what, userId, until }: LinkClaim): string {
  const path = `${LINKS}/${itemId}/${what}`;
  const seconds = Math.floor(until.getTime() / 1000);
  const signature = signatureOf(key, path, userId, seconds).toString('base64url');
  return `${path}?${new URLSearchParams({ for: userId, until: String(seconds), signature }).toString()}`;
}

/** Undefined for one that is not ours, was changed, or is too old. */
export function readLink(
  key: Buffer,
  { itemId, what }: Pick<LinkClaim, 'itemId' | 'what'>,
  { for: userId, until, signature }: WrittenLink,
  now: Date,
): LinkClaim | undefined {
  const expected = signatureOf(key, `${LINKS}/${itemId}/${what}`, userId, until);
  const given = Buffer.from(signature, 'base64url');
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return undefined;
  return until * 1000 > now.getTime() ? { itemId, what, userId, until: new Date(until * 1000) } : undefined;
}

function signatureOf(key: Buffer, path: string, userId: string, until: number): Buffer {
  return createHmac('sha256', key)
    .update([path, userId, String(until)].join('\n'))
    .digest();
}
