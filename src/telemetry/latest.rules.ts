import type { FixQuality, GimbalAngles, Position, TelemetrySample } from './sample.js';

/** Where a device was last, with everything the same frame said about it. */
export interface LatestPosition {
  readonly at: Date;
  readonly position: Position;
  readonly altitudeEllipsoidMetres: number | null;
  readonly heightAboveTakeoffMetres: number | null;
  readonly altitudeAmslMetres: number | null;
  readonly headingDegrees: number | null;
  readonly speedMetresPerSecond: number | null;
  readonly verticalSpeedMetresPerSecond: number | null;
  readonly gimbal: GimbalAngles | null;
  readonly fix: FixQuality;
}

/**
 * What is known of a device now. Frames are partial and may come late or twice, so each part carries its own time and
 * only ever moves forward.
 */
export interface LatestState {
  readonly heardAt: Date;
  readonly receivedAt: Date;
  readonly position: LatestPosition | null;
  readonly battery: { readonly at: Date; readonly percent: number } | null;
  readonly mode: { readonly at: Date; readonly word: string } | null;
}

/** The state after one more frame; the same frame twice, or any order of frames, ends in the same state. */
export function mergeLatest(state: LatestState | null, sample: TelemetrySample): LatestState {
  const { at, receivedAt, batteryPercent, mode } = sample;
  return {
    heardAt: later(state?.heardAt, at),
    receivedAt: later(state?.receivedAt, receivedAt),
    position: newer(state?.position ?? null, positionOf(sample)),
    battery: newer(state?.battery ?? null, batteryPercent === null ? null : { at, percent: batteryPercent }),
    mode: newer(state?.mode ?? null, mode === null ? null : { at, word: mode }),
  };
}

function positionOf(sample: TelemetrySample): LatestPosition | null {
  if (sample.position === null) return null;
  return {
    at: sample.at,
    position: sample.position,
    altitudeEllipsoidMetres: sample.altitudeEllipsoidMetres,
    heightAboveTakeoffMetres: sample.heightAboveTakeoffMetres,
    altitudeAmslMetres: sample.altitudeAmslMetres,
    headingDegrees: sample.headingDegrees,
    speedMetresPerSecond: sample.speedMetresPerSecond,
    verticalSpeedMetresPerSecond: sample.verticalSpeedMetresPerSecond,
    gimbal: sample.gimbal,
    fix: sample.fix,
  };
}

function later(known: Date | undefined, next: Date): Date {
  return known === undefined || next > known ? next : known;
}

/** At the same instant the first word stays: a second frame of that instant is no newer. */
function newer<T extends { readonly at: Date }>(known: T | null, next: T | null): T | null {
  if (next === null) return known;
  return known === null || next.at > known.at ? next : known;
}
