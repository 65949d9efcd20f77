import type { ExportedPoint } from './track-export.types.js';

/** Values of a frame beside time and place, under the names that every format uses. */
export const VALUES: readonly (readonly [name: string, read: (point: ExportedPoint) => number | string | null])[] = [
  ['receivedAt', ({ receivedAt }) => receivedAt.toISOString()],
  ['altitudeEllipsoidMetres', (point) => point.altitudeEllipsoidMetres],
  ['heightAboveTakeoffMetres', (point) => point.heightAboveTakeoffMetres],
  ['altitudeAmslMetres', (point) => point.altitudeAmslMetres],
  ['headingDegrees', (point) => point.headingDegrees],
  ['speedMetresPerSecond', (point) => point.speedMetresPerSecond],
  ['verticalSpeedMetresPerSecond', (point) => point.verticalSpeedMetresPerSecond],
  ['batteryPercent', (point) => point.batteryPercent],
  ['gimbalPitchDegrees', ({ gimbal }) => gimbal?.pitchDegrees ?? null],
  ['gimbalRollDegrees', ({ gimbal }) => gimbal?.rollDegrees ?? null],
  ['gimbalYawDegrees', ({ gimbal }) => gimbal?.yawDegrees ?? null],
  ['mode', ({ mode }) => mode],
  ['fix', ({ fix }) => fix],
  ['altitudeUnstatedMetres', (point) => point.altitudeUnstatedMetres],
  ['source', ({ source }) => source],
  ['trust', ({ trust }) => trust],
  ['trackId', ({ trackId }) => trackId],
  ['evidenceId', ({ evidenceId }) => evidenceId],
  ['sha256', ({ sha256 }) => sha256],
  ['line', ({ line }) => line],
  ['clock', ({ clock }) => clock],
];

/** What is known of these values. */
export function known(point: ExportedPoint): [name: string, value: number | string][] {
  return VALUES.flatMap(([name, read]) => {
    const value = read(point);
    return value === null ? [] : [[name, value]];
  });
}
