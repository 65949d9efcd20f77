import { Injectable } from '@nestjs/common';
import { Clock, type Period, type Tx } from '../platform/index.js';
import type { FixQuality } from './sample.js';
import { PositionRepository } from './positions/position.repository.js';
import { type PointKey, TrackRepository } from './tracks/track.repository.js';
import { LONGEST_BRIDGE_SECONDS, positionAtInstant, type TrackPoint } from './tracks/track.rules.js';

export type TrackSample = TrackPoint;

/** A piece of a track, and what the next piece is asked with; undefined after the last. */
export interface TrackPiece {
  readonly samples: readonly TrackSample[];
  readonly last: PointKey | undefined;
}

/** Where a device was at an instant, and how far in time the frames lie that say so. */
export interface DevicePositionAt {
  readonly lon: number;
  readonly lat: number;
  readonly altitudeEllipsoidMetres: number | null;
  readonly heightAboveTakeoffMetres: number | null;
  readonly altitudeAmslMetres: number | null;
  readonly headingDegrees: number | null;
  readonly speedMetresPerSecond: number | null;
  readonly gimbalYawDegrees: number | null;
  readonly gimbalPitchDegrees: number | null;
  readonly fix: FixQuality;
  /** Seconds back to the frame before; null when only a later one is near. 0 when measured at that very instant. */
  readonly beforeSeconds: number | null;
  readonly afterSeconds: number | null;
  readonly interpolated: boolean;
}

/** What a device last said of its battery. */
export interface BatteryAt {
  readonly percent: number;
  readonly at: Date;
}

/** A day at the highest rate devices send is below this. */
const MOST_SAMPLES = 500_000;
const PIECE_SAMPLES = 5_000;

/** Tracks as the other features ask for them. No access decision is taken here. */
@Injectable()
export class TelemetryService {
  constructor(
    private readonly tracks: TrackRepository,
    private readonly positions: PositionRepository,
    private readonly clock: Clock,
  ) {}

  /** Every frame with a position, in the order of the device's time. */
  async trackOf(tx: Tx, deviceId: string, during: Period): Promise<TrackSample[]> {
    return this.tracks.points(tx, deviceId, during, MOST_SAMPLES);
  }

  /** The same piece by piece, for tracks of any length. */
  async trackPiece(tx: Tx, deviceId: string, during: Period, after?: PointKey): Promise<TrackPiece> {
    const { points, last } = await this.tracks.pointsAfter(tx, deviceId, during, after, PIECE_SAMPLES);
    return { samples: points, last };
  }

  /** By device; none for those that have never said. */
  async batteriesOf(tx: Tx, deviceIds: readonly string[]): Promise<ReadonlyMap<string, BatteryAt>> {
    return new Map(await this.positions.batteries(tx, deviceIds));
  }

  /** Undefined when no frame is near enough: outside the track, or in a gap of it. */
  async positionAt(tx: Tx, deviceId: string, at: Date): Promise<DevicePositionAt | undefined> {
    const reachMs = LONGEST_BRIDGE_SECONDS * 1000;
    const around = { from: new Date(at.getTime() - reachMs), to: new Date(at.getTime() + reachMs + 1) };
    const found = positionAtInstant(await this.tracks.points(tx, deviceId, around, MOST_SAMPLES), at);
    if (!found.known) return undefined;
    const { point, method, secondsBefore, secondsAfter } = found;
    return {
      lon: point.position.lon,
      lat: point.position.lat,
      altitudeEllipsoidMetres: point.altitudeEllipsoidMetres,
      heightAboveTakeoffMetres: point.heightAboveTakeoffMetres,
      altitudeAmslMetres: point.altitudeAmslMetres,
      headingDegrees: point.headingDegrees,
      speedMetresPerSecond: point.speedMetresPerSecond,
      gimbalYawDegrees: point.gimbal?.yawDegrees ?? null,
      gimbalPitchDegrees: point.gimbal?.pitchDegrees ?? null,
      fix: point.fix,
      beforeSeconds: secondsBefore,
      afterSeconds: secondsAfter,
      interpolated: method === 'interpolated',
    };
  }

  /** Evidence rests on these frames: retention spares them. The same hold twice is one; a single instant is one frame. */
  async holdTrack(tx: Tx, deviceId: string, { from, to }: Period, reason: string): Promise<void> {
    const during = { from, to: to > from ? to : new Date(from.getTime() + 1) };
    await this.tracks.hold(tx, deviceId, during, reason, this.clock.now());
  }
  /** The evidence that rested on these frames is gone: what nothing else holds goes by the policy of frames. */
  async releaseTrack(tx: Tx, reason: string): Promise<void> {
    await this.tracks.release(tx, reason);
  }
}
