import type { TrackedPoint } from '../../src/telemetry/tracks/track.rules.js';

const base = Date.parse('2025-10-25T03:31:00Z');

/** An instant of the track, in seconds from its beginning. */
export const instant = (second: number): Date => new Date(base + second * 1000);

/** A frame of an aircraft that flies east. */
export function trackPoint(second: number, over: Partial<TrackedPoint> = {}): TrackedPoint {
  return {
    at: instant(second),
    receivedAt: instant(second + 0.4),
    position: { lon: 117.72 + second * 1e-5, lat: 39.04 },
    altitudeEllipsoidMetres: 80,
    heightAboveTakeoffMetres: null,
    altitudeAmslMetres: null,
    headingDegrees: 90,
    speedMetresPerSecond: 8,
    verticalSpeedMetresPerSecond: 0,
    batteryPercent: 70,
    gimbal: null,
    fix: 'gnss',
    mode: null,
    ...over,
  };
}
