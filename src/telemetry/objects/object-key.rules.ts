import { createHash, createHmac } from 'node:crypto';
import type { Holder } from './object.types.js';

/** The one bucket there is. */
export const BUCKET = 'skydocket';
/** The only region there is; signatures name it. */
export const REGION = 'us-east-1';
/** Where the store is served. */
export const STORE_PATH = '/s3';
/** Life of a credential. */
export const GRANT_SECONDS = 3_600;

/**
 * All that one holder uploads for one unit lies below this, so an upload may go on with the next hour's credential. A
 * device that goes on to another unit begins another folder.
 */
export function prefixOf({ unitId, userId, deviceId }: Holder): string {
  return userId === null ? `media/${unitId}/devices/${deviceId ?? ''}` : `media/${unitId}/people/${userId}`;
}

/** Below it nothing is kept: what comes whole is removed again, and was a test of the way. */
const TRIALS = 'trial';

export function trialPrefixOf(userId: string): string {
  return `${TRIALS}/${userId}`;
}

export function isTrial(key: string): boolean {
  return isBelow(key, TRIALS);
}

export function isBelow(key: string, prefix: string): boolean {
  return key.startsWith(`${prefix}/`) && key.length > prefix.length + 1;
}

/** The secret that belongs to an access key: nobody can make it without the installation's key, so it is kept nowhere. */
export function secretOf(installationKey: Buffer, accessKey: string): string {
  return createHmac('sha256', installationKey).update(`object-grant ${accessKey}`).digest('base64url');
}

export function tokenDigest(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}

/** As S3 names an object that came in parts. */
export function multipartEtag(md5s: readonly string[]): string {
  const joined = Buffer.concat(md5s.map((md5) => Buffer.from(md5, 'hex')));
  return `${createHash('md5').update(joined).digest('hex')}-${md5s.length}`;
}
