import type { OutboxFact, Period } from '../platform/index.js';
import { TelemetryEvents } from './telemetry.events.js';

/** News that frames between two instants, both included, are known by now. */
export function trackFilled(deviceId: string, { from, to }: Period): OutboxFact {
  const payload = { deviceId, from: from.toISOString(), to: to.toISOString() };
  return { type: TelemetryEvents['telemetry.track_filled'], aggregate: `device:${deviceId}`, payload };
}
