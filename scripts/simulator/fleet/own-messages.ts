import type { Place } from '../flight-path.js';
import { message, type SimulatedMessage } from '../dji-messages.js';

/** Where an instrument or a boat is, on our own topic. */
export function ownTelemetryMessage(
  assetCode: string,
  at: Date,
  { lon, lat }: Place,
  batteryPercent: number,
): SimulatedMessage {
  return message(`skydocket/v1/${assetCode}/telemetry`, { at: at.toISOString(), lon, lat, batteryPercent });
}

interface OwnReading extends Place {
  readonly item: string;
  readonly value: number;
  readonly unit?: string;
  /** Its repeats. */
  readonly readings: readonly number[];
}

/** What an instrument has read. */
export function ownReadingMessage(assetCode: string, at: Date, reading: OwnReading): SimulatedMessage {
  return message(`skydocket/v1/${assetCode}/reading`, { at: at.toISOString(), ...reading });
}
