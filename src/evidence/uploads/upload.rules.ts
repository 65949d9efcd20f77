import type { Config } from '../../platform/index.js';

const HOUR_MS = 3_600_000;

/** Until when an upload that began, or whose outcome was said, at `at` is remembered. */
export function expiryFrom(at: Date, config: Pick<Config, 'SKYDOCKET_UPLOAD_KEPT_HOURS'>): Date {
  return new Date(at.getTime() + config.SKYDOCKET_UPLOAD_KEPT_HOURS * HOUR_MS);
}
