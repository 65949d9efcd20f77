import type { HealthWarning } from '../dialects/device-events.js';

/** What makes a warning the same one in the next list: code, what it is about, and which part of that. */
export function identityOf({ code, deviceType, args }: HealthWarning): string {
  const part = ['component_index', 'sensor_index', 'alarmid'].map((key) => JSON.stringify(args[key] ?? null));
  return [code.toLowerCase(), deviceType ?? '', ...part].join('|');
}

/** Each warning once; of one that is listed twice the last. */
export function byIdentity(warnings: readonly HealthWarning[]): ReadonlyMap<string, HealthWarning> {
  return new Map(warnings.map((warning) => [identityOf(warning), warning]));
}

/** Whether a warning is about the aircraft behind the gateway that tells; what does not say so is the gateway's own. */
export function isAboutAircraft({ deviceType }: Pick<HealthWarning, 'deviceType'>): boolean {
  return /^[01]-/.test(deviceType ?? '');
}
