import type { Config } from '../../platform/index.js';

const HOUR_MS = 3_600_000;

/** Until when an upload is remembered that began, got a piece, or whose outcome was said at `at`. */
export function expiryFrom(at: Date, config: Pick<Config, 'SKYDOCKET_UPLOAD_KEPT_HOURS'>): Date {
  return new Date(at.getTime() + config.SKYDOCKET_UPLOAD_KEPT_HOURS * HOUR_MS);
}
