import type { TrackSample } from '../../telemetry/index.js';

/** How old a position may be and still be shown; beyond it, where the device was is not known. */
export const SHOWN_FOR_MS = 10_000;

export interface ReplayPosition {
  readonly deviceId: string;
  readonly assetCode: string;
  /** When the device was there: at or before the frame. */
  readonly at: string;
  readonly lon: number;
  readonly lat: number;
  readonly heightAboveTakeoffMetres: number | null;
  readonly headingDegrees: number | null;
}

export interface ReplayTrack {
  readonly deviceId: string;
  readonly assetCode: string;
  /** In the order of time. */
  readonly samples: readonly TrackSample[];
}

/** Where each device was last seen at these instants (ascending): measured, never between two measurements. */
export function positionsAt(tracks: readonly ReplayTrack[], instantsMs: readonly number[]): ReplayPosition[][] {
  const shown = instantsMs.map((): ReplayPosition[] => []);
  for (const { deviceId, assetCode, samples } of tracks) {
    let next = 0;
    for (const [index, instant] of instantsMs.entries()) {
      while (samples[next] && (samples[next]?.at.getTime() ?? 0) <= instant) next += 1;
      const last = samples[next - 1];
      if (last && instant - last.at.getTime() <= SHOWN_FOR_MS)
        shown[index]?.push(positionOf({ deviceId, assetCode }, last));
    }
  }
  return shown;
}

function positionOf(device: Pick<ReplayPosition, 'deviceId' | 'assetCode'>, sample: TrackSample): ReplayPosition {
  const { at, position, heightAboveTakeoffMetres, headingDegrees } = sample;
  const { lon, lat } = position;
  return { ...device, at: at.toISOString(), lon, lat, heightAboveTakeoffMetres, headingDegrees };
}
