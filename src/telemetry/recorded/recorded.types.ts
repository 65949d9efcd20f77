import type { FixQuality, GimbalAngles, JsonObject, Position } from '../sample.js';
import type { DeviceSaying, RecordedSource, RecordingKind, RecordingState } from './recorded.codes.js';

/** One place of a recorded track, as the file says it; what it does not say is null. */
export interface RecordedPoint {
  readonly at: Date;
  /** Line of a text, number of a point in GPX, or how many photos came before it and it. From 1. */
  readonly line: number;
  /** From 1; a new one wherever the file says that the way is broken, or had no fix. */
  readonly segment: number;
  readonly position: Position;
  readonly altitudeEllipsoidMetres: number | null;
  readonly heightAboveTakeoffMetres: number | null;
  /** The file does not tell what it is counted from: sea, ellipsoid, or a barometer's idea of either. */
  readonly altitudeUnstatedMetres: number | null;
  readonly speedMetresPerSecond: number | null;
  readonly gimbal: GimbalAngles | null;
  readonly fix: FixQuality;
  /** Further values of this format. */
  readonly extra: JsonObject | null;
}

export const CLOCK_BASES = ['device_line', 'gps_time', 'utc_by_format', 'stated', 'local_assumed', 'photos'] as const;

/** How the instants were worked out. How far that clock was off nobody knows. */
export interface ClockModel {
  readonly basis: (typeof CLOCK_BASES)[number];
  /** Of a clock without a zone the one that was assumed. */
  readonly assumedZone: string | null;
}

export interface ReadingSummary {
  /** The variant of the format, in a word. */
  readonly format: string;
  readonly clock: ClockModel;
  readonly lines: number;
  readonly points: number;
  /** Places for which the file has a moment but no fix. */
  readonly noFix: number;
  /** Values beside place and time that could not be read and were left out. */
  readonly unreadableValues: number;
  /** Moments up to a second before the one written earlier; the order is that of time. */
  readonly outOfOrder: number;
  /** Of formats with two numbers in brackets: which comes first, and whether the numbers themselves prove it. */
  readonly order: 'lon_lat' | 'lat_lon' | 'lon_lat_by_format' | null;
}

/** A file that came as evidence and may hold a track. */
export interface AnnouncedRecording {
  readonly kind: RecordingKind;
  readonly evidenceId: string;
  readonly sha256: string;
  readonly sizeBytes: number;
  readonly deviceId: string | null;
  readonly saidBy: DeviceSaying | null;
  readonly broughtBy: { readonly kind: string; readonly id: string; readonly name: string };
  readonly receivedAt: Date;
}

/** A photo that says when and where it was taken. */
export interface PlacedPhoto {
  readonly evidenceId: string;
  readonly deviceId: string;
  readonly saidBy: DeviceSaying;
  readonly at: Date;
  readonly position: Position;
  readonly altitudeUnstatedMetres: number | null;
  readonly heightAboveTakeoffMetres: number | null;
  readonly gimbal: GimbalAngles | null;
  readonly zoneAssumed: boolean;
  readonly receivedAt: Date;
}

/** A row of `recorded_track`. */
export interface RecordedTrack {
  readonly id: string;
  readonly kind: RecordingKind | 'exif';
  readonly state: RecordingState;
  /** Null for a series of photos: each point names its own. */
  readonly evidenceId: string | null;
  readonly sha256: string | null;
  readonly sizeBytes: number | null;
  readonly deviceId: string | null;
  readonly saidBy: DeviceSaying | null;
  readonly flightId: string | null;
  readonly parser: string;
  readonly summary: ReadingSummary | null;
  readonly refusalCode: string | null;
  readonly refusalDetails: JsonObject | null;
  readonly sameAs: string | null;
  readonly points: number;
  readonly firstAt: Date | null;
  readonly lastAt: Date | null;
  readonly receivedAt: Date;
}

/** A point read back, with what it comes from. */
export interface StoredPoint extends RecordedPoint {
  readonly trackId: string;
  /** The photo of a series; null where the track is one file. */
  readonly evidenceId: string | null;
}

export type { RecordedSource };
