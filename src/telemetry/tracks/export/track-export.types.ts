import type { TrackedPoint } from '../track.rules.js';

export const TRACK_FORMATS = ['geojson', 'kml', 'gpx', 'csv'] as const;
export type TrackFormat = (typeof TRACK_FORMATS)[number];

export const TRACK_MEDIA_TYPES: Readonly<Record<TrackFormat, string>> = {
  geojson: 'application/geo+json',
  kml: 'application/vnd.google-earth.kml+xml',
  gpx: 'application/gpx+xml',
  csv: 'text/csv; charset=utf-8',
};

export interface ExportedPoint extends TrackedPoint {
  /** From 1; a new one after each gap. */
  readonly segment: number;
}

/** What a file says of itself. */
export interface ExportedTrack {
  readonly deviceId: string;
  readonly name: string;
  readonly points: AsyncIterable<ExportedPoint>;
}

export const UNITS =
  'Times: UTC, clock of the device. lon, lat: degrees WGS-84. altitudeEllipsoid: metres over the WGS-84 ellipsoid. ' +
  'heightAboveTakeoff: metres over the take-off point. altitudeAmsl: metres over mean sea level as the device says. ' +
  'heading: degrees clockwise from true north. speed: metres per second over ground; verticalSpeed: up is positive. ' +
  'battery: percent. What the device did not say is left out. A new segment begins after each gap.';
