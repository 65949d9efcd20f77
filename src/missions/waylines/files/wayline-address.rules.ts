import { createHmac, timingSafeEqual } from 'node:crypto';

/** Where files of waylines are fetched. */
export const WAYLINE_FILES = '/api/v1/wayline-files';
/** Life of an address. */
export const ADDRESS_SECONDS = 300;

/** Whoever an address was made for. */
export interface AddressHolder {
  readonly kind: 'user' | 'device';
  readonly id: string;
  /** Of a device: in whose hands it was when the address was made. */
  readonly hands?: string | undefined;
}

/** What an address opens: these bytes of one wayline, for one holder, for a short while. */
export interface WaylineAddress {
  readonly waylineId: string;
  readonly holder: AddressHolder;
  readonly md5: string;
  readonly until: Date;
}

/** As it is written into the address. */
export interface WrittenAddress {
  readonly for: string;
  readonly md5: string;
  readonly until: number;
  readonly signature: string;
}

export function writtenAddress(key: Buffer, address: WaylineAddress): string {
  const { waylineId, holder, md5, until } = address;
  const hands = holder.hands === undefined ? '' : `@${holder.hands}`;
  const parts = { for: `${holder.kind}-${holder.id}${hands}`, md5, until: String(Math.floor(until.getTime() / 1000)) };
  const signature = signatureOf(key, waylineId, parts).toString('base64url');
  return `${WAYLINE_FILES}/${waylineId}.kmz?${new URLSearchParams({ ...parts, signature }).toString()}`;
}

/** Undefined for one that is not ours, was changed, or is too old. */
export function readAddress(
  key: Buffer,
  waylineId: string,
  { signature, until, ...said }: WrittenAddress,
  now: Date,
): WaylineAddress | undefined {
  const expected = signatureOf(key, waylineId, { ...said, until: String(until) });
  const given = Buffer.from(signature, 'base64url');
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return undefined;
  const [, kind, id, hands] = /^(user|device)-([^@]+)(?:@(.+))?$/.exec(said.for) ?? [];
  if ((kind !== 'user' && kind !== 'device') || id === undefined || until * 1000 <= now.getTime()) return undefined;
  return {
    waylineId,
    holder: { kind, id, ...(hands !== undefined && { hands }) },
    md5: said.md5,
    until: new Date(until * 1000),
  };
}

function signatureOf(
  key: Buffer,
  waylineId: string,
  parts: { readonly for: string; readonly md5: string; readonly until: string },
): Buffer {
  const text = [`${WAYLINE_FILES}/${waylineId}.kmz`, parts.for, parts.md5, parts.until].join('\n');
  return createHmac('sha256', key).update(text).digest();
}
