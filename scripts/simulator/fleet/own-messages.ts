import type { Place } from '../flight-path.js';
import type { SimulatedMessage } from '../dji-messages.js';

/** Where an instrument or a boat is, on our own topic. */
export function ownTelemetryMessage(
  assetCode: string,
  at: Date,
  { lon, lat }: Place,
  batteryPercent: number,
): SimulatedMessage {
  const payload = Buffer.from(JSON.stringify({ at: at.toISOString(), lon, lat, batteryPercent }));
  return { topic: `skydocket/v1/${assetCode}/telemetry`, payload };
}
