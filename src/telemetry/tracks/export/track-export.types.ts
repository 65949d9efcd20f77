import type { TrackSource, TrackTrust } from '../../recorded/recorded.codes.js';
import type { TrackedPoint } from '../track.rules.js';

export const TRACK_FORMATS = ['geojson', 'kml', 'gpx', 'csv'] as const;
export type TrackFormat = (typeof TRACK_FORMATS)[number];

export const TRACK_MEDIA_TYPES: Readonly<Record<TrackFormat, string>> = {
  geojson: 'application/geo+json',
  kml: 'application/vnd.google-earth.kml+xml',
  gpx: 'application/gpx+xml',
  csv: 'text/csv; charset=utf-8',
};

/** Where a point comes from. */
export interface PointSource {
  readonly source: TrackSource;
  readonly trust: TrackTrust;
  /** Null for what came over the line. */
  readonly trackId: string | null;
  readonly evidenceId: string | null;
  readonly sha256: string | null;
  readonly line: number | null;
  /** How the instants of the file were worked out. */
  readonly clock: string | null;
  readonly altitudeUnstatedMetres: number | null;
}

export interface ExportedPoint extends TrackedPoint, PointSource {
  /** From 1; a new one after each gap. */
  readonly segment: number;
}

export const OVER_THE_LINE: PointSource = {
  source: 'live',
  trust: 'line',
  trackId: null,
  evidenceId: null,
  sha256: null,
  line: null,
  clock: null,
  altitudeUnstatedMetres: null,
};

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
  'altitudeUnstated: metres, the file does not tell over what. source: live over the line of the device, or the kind of ' +
  'file, with the evidence it is. trust: line over that line, serial the file names the device, word only a person does. ' +
  'clock: local_assumed is local time taken as Asia/Shanghai. ' +
  'battery: percent. What the device did not say is left out. A new segment begins after each gap.';
