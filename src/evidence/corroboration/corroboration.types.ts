import type { Position } from '../../geo/index.js';
import type { ClaimSource, DeviceFinding } from '../evidence.codes.js';
import type { Words, ZoneSource } from '../metadata/claim.types.js';
import type { LightClaims } from './light.rules.js';

export const VERDICTS = ['consistent', 'inconsistent', 'unknown'] as const;
export type Verdict = (typeof VERDICTS)[number];

/**
 * What an agreement is worth. `same_receiver`: both sides were written by one receiver, agreement proves little.
 * `same_party`: the other side is the prosecution's own record. `independent`: somebody else's.
 */
export const INDEPENDENCES = ['same_receiver', 'same_party', 'independent'] as const;
export type Independence = (typeof INDEPENDENCES)[number];

export const CHECKS = [
  'DEVICE_SERIAL',
  'CUSTODY',
  'FLIGHT_PERIOD',
  'FLIGHT_VOLUME',
  'FLIGHT_HEIGHT',
  'TRACK_POSITION',
  'TRACK_HEIGHT',
  'TRACK_HEADING',
  'CLOCK_RECEIPT',
  'CLOCK_DEVICE',
  'SUN_DAYLIGHT',
] as const;
export type Check = (typeof CHECKS)[number];

/** What the picture claims about itself, as far as its metadata and its upload say. Angles from north, clockwise. */
export interface PictureClaims {
  readonly capturedAt: Date | null;
  readonly zone: ZoneSource | null;
  readonly position: Position | null;
  /** What the position was taken from. */
  readonly positionSource: ClaimSource | null;
  readonly aboveTakeoffMetres: number | null;
  readonly gimbalYawDegrees: number | null;
  readonly airframeYawDegrees: number | null;
  readonly droneSerial: string | null;
  readonly light: LightClaims;
  readonly receivedAt: Date;
  /** The uploader and the collectors named with the item. */
  readonly personIds: readonly string[];
}

/** The registered device the picture is taken to come from. */
export interface DeviceFacts {
  readonly id: string;
  readonly assetCode: string;
  readonly serials: readonly string[];
}

/** One check-out of the device; `to` is null while it is still out. */
export interface CustodySpan {
  readonly checkOutId: string;
  readonly holderId: string;
  readonly holderName: string;
  readonly from: Date;
  readonly to: Date | null;
}

/** Where a height band starts from. */
export type HeightReference = 'above_takeoff' | 'above_ground' | 'other';

/** One plan of the device, already compared with the picture's position. */
export interface FlightFacts {
  readonly flightId: string;
  readonly from: Date;
  readonly to: Date;
  /** Metres from the picture's position to the nearest volume on the map, 0 inside; null without a position. */
  readonly outsideMetres: number | null;
  /** The band of that volume. */
  readonly lowerMetres: number;
  readonly upperMetres: number;
  readonly heightReference: HeightReference;
}

export interface TrackSample extends Position {
  readonly at: Date;
  readonly heightAboveTakeoffMetres?: number | null;
  readonly headingDegrees?: number | null;
  readonly gimbalYawDegrees?: number | null;
  readonly speedMetresPerSecond?: number | null;
  /** When we received it: tells the device's clock from ours. Null for what did not come over the line. */
  readonly receivedAt: Date | null;
}

/** The part of a track around the claimed time, oldest first. */
export interface TrackFacts {
  readonly deviceId: string;
  /** The recorded track it is; null for what came over the device's line. */
  readonly recordedTrackId: string | null;
  /** How a recorded track is known to be of the device; null for the line. */
  readonly saidBy: DeviceFinding | null;
  /** Whose receiver wrote the positions: the picture's own device, another of ours, or somebody else's. */
  readonly writtenBy: 'own_receiver' | 'own_party' | 'third_party';
  readonly samples: readonly TrackSample[];
}

/** Everything a picture is held against. Null means not looked up or not there; an empty list means looked up, nothing there. */
export interface CorroborationFacts {
  /** The device the picture is taken to come from. */
  readonly device: DeviceFacts | null;
  /** The device the uploader named. */
  readonly declared: DeviceFacts | null;
  readonly custody: readonly CustodySpan[] | null;
  readonly flights: readonly FlightFacts[] | null;
  readonly track: TrackFacts | null;
  /** Tracks out of files; asked only where the line tells nothing, and never to contradict. */
  readonly recorded: readonly TrackFacts[];
  /** Mean luminance of the picture, 0 to 255. */
  readonly brightness: number | null;
}

export type Numbers = Readonly<Record<string, number>>;

export const REFERENCE_KINDS = ['device', 'check_out', 'flight', 'track', 'recorded_track', 'user'] as const;

export interface Reference {
  readonly kind: (typeof REFERENCE_KINDS)[number];
  readonly id: string;
  /** Of a recorded track: how it is known to be of the device. */
  readonly saidBy?: DeviceFinding;
}

/** One check with its numbers, so that another hand can repeat it. */
export interface CheckResult {
  readonly check: Check;
  readonly verdict: Verdict;
  readonly reason: string;
  readonly independence: Independence;
  readonly numbers: Numbers;
  readonly thresholds: Numbers;
  readonly references: readonly Reference[];
  readonly words: Words;
}

export interface Corroboration {
  readonly verdict: Verdict;
  readonly counts: Readonly<Record<Verdict, number>>;
  readonly words: Words;
  readonly checks: readonly CheckResult[];
}
