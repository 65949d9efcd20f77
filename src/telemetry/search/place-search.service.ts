import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { boundingBox, type BoundingBox, PreparedShape } from '../../geo/index.js';
import {
  type Actor,
  idInCursor,
  keysetPage,
  type PageQuery,
  type Period,
  periodView,
  type Tx,
  UnitOfWork,
} from '../../platform/index.js';
import { trustOf } from '../recorded/recorded.codes.js';
import { type NearTrack, RecordedVisitRepository } from '../recorded/recorded-visit.repository.js';
import { RetentionRepository } from '../retention/retention.repository.js';
import { stretchesOf } from '../retention/retention.rules.js';
import { TelemetryErrors } from '../telemetry.errors.js';
import { type SeenDevice, TrackSight } from '../tracks/track.sight.js';
import { cellRuns } from './cell.rules.js';
import { hoursOf, readingsOf, touching } from './search.rules.js';
import type { InsideSearch, InsideView } from './search.schemas.js';
import { type Sighting, type Stay, staysIn } from './stay.rules.js';
import { type NearDevice, VisitRepository } from './visit.repository.js';

/** Longest period of one search. */
const LONGEST_HOURS = 31 * 24;
/** Runs of cells times hours: each is a look into the index. */
const MOST_LOOKS = 100_000;
/** Frames inside the polygon's box that one page may read. */
const MOST_SIGHTINGS = 500_000;
/** Points of files that touch the box, wherever they lie themselves: all are read to find those inside. */
const MOST_POINTS = 500_000;

interface Area {
  readonly box: BoundingBox;
  readonly shape: PreparedShape;
  readonly during: Period;
}

interface Found {
  readonly seen: SeenDevice;
  readonly stays: readonly Stay[];
  readonly recorded: readonly RecordedStays[];
}

interface RecordedStays {
  readonly track: NearTrack;
  readonly stays: readonly Stay[];
}

/** What may touch the area: devices by their frames, and files. */
interface Near {
  readonly devices: readonly NearDevice[];
  readonly tracks: readonly NearTrack[];
}

type ReadSightings = (reading: Period, limit: number) => Promise<Sighting[]>;

/** Counts what one page reads. @throws SEARCH_TOO_WIDE */
class Staying {
  private left = MOST_SIGHTINGS;
  private pointsLeft = MOST_POINTS;
  constructor(private readonly shape: PreparedShape) {}

  async during(readings: readonly Period[], sightings: ReadSightings): Promise<Stay[]> {
    const stays: Stay[] = [];
    for (const reading of readings) {
      const found = await sightings(reading, this.left + 1);
      this.left -= found.length;
      if (this.left < 0) throw TelemetryErrors.SEARCH_TOO_WIDE();
      stays.push(...staysIn((position) => this.shape.holds(position), found));
    }
    return stays;
  }

  /** Before anything of a file is read. */
  async allows(count: (limit: number) => Promise<number>): Promise<void> {
    this.pointsLeft -= await count(this.pointsLeft + 1);
    if (this.pointsLeft < 0) throw TelemetryErrors.SEARCH_TOO_WIDE();
  }
}

/** Who was inside a polygon in a period, as far as frames and files prove it and the asker may follow the device. */
@Injectable()
export class PlaceSearch {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly sight: TrackSight,
    private readonly visits: VisitRepository,
    private readonly recorded: RecordedVisitRepository,
    private readonly retention: RetentionRepository,
  ) {}

  /** In the order of device ids. @throws TRACK_PERIOD_TOO_LONG, SEARCH_TOO_WIDE, CURSOR_INVALID */
  async inside(
    actor: Actor,
    { polygon, during }: z.output<typeof InsideSearch>,
    { limit, cursor }: z.output<typeof PageQuery>,
  ): Promise<z.input<typeof InsideView>> {
    const after = idInCursor(cursor);
    const area = { box: boundingBox(polygon), shape: new PreparedShape(polygon), during };
    return this.unitOfWork.read(async (tx) => {
      const near = await this.near(tx, area, after);
      const found = await this.search(tx, actor, area, near, limit + 1);
      const page = keysetPage(found, limit, ({ seen }) => [seen.device.id], toItem);
      const removed = stretchesOf(await this.retention.removedDays(tx, during), during).map(periodView);
      return { items: [...page.items], nextCursor: page.nextCursor, removed };
    });
  }

  private async near(tx: Tx, { box, during }: Area, after: string | undefined): Promise<Near> {
    const hours = hoursOf(during);
    if (hours.length > LONGEST_HOURS + 1) throw TelemetryErrors.TRACK_PERIOD_TOO_LONG({ hours: LONGEST_HOURS });
    const runs = cellRuns(box);
    if (hours.length * runs.length > MOST_LOOKS) throw TelemetryErrors.SEARCH_TOO_WIDE();
    const devices = await this.visits.near(tx, hours, runs, after);
    return { devices, tracks: await this.recorded.near(tx, box, during, after) };
  }

  private async search(tx: Tx, actor: Actor, area: Area, near: Near, limit: number): Promise<Found[]> {
    const ids = [...new Set([...near.devices, ...near.tracks].map(({ deviceId }) => deviceId))].toSorted();
    const seen = await this.sight.seenOf(tx, actor, ids, area.during);
    const staying = new Staying(area.shape);
    const found: Found[] = [];
    for (const deviceId of ids) {
      const device = seen.get(deviceId);
      if (!device || found.length === limit) continue;
      const hours = near.devices.find((entry) => entry.deviceId === deviceId)?.hours ?? [];
      const stays = await staying.during(readingsOf(hours, device.stretches), (reading, most) =>
        this.visits.sightings(tx, deviceId, reading, area.box, most),
      );
      const tracks = near.tracks.filter((track) => track.deviceId === deviceId);
      const recorded = await this.recordedStays(tx, area, tracks, device, staying);
      if (stays.length > 0 || recorded.length > 0) found.push({ seen: device, stays, recorded });
    }
    return found;
  }

  private async recordedStays(
    tx: Tx,
    { box }: Area,
    tracks: readonly NearTrack[],
    { stretches }: SeenDevice,
    staying: Staying,
  ): Promise<RecordedStays[]> {
    const asked = tracks.map((track) => ({ track, readings: touching(stretches, track) }));
    for (const { track, readings } of asked)
      await staying.allows((most) => this.recorded.points(tx, track.id, readings, most));
    const found: RecordedStays[] = [];
    for (const { track, readings } of asked) {
      const stays = await staying.during(readings, (reading, most) =>
        this.recorded.sightings(tx, track.id, reading, box, most),
      );
      if (stays.length > 0) found.push({ track, stays });
    }
    return found;
  }
}

function toItem({ seen: { device }, stays, recorded }: Found): z.input<typeof InsideView>['items'][number] {
  const files = recorded.map(({ track, stays: inside }) => ({
    source: track.kind,
    trust: trustOf(track.saidBy),
    trackId: track.id,
    evidenceId: track.evidenceId,
    stays: inside.map(toStay),
  }));
  return { deviceId: device.id, assetCode: device.assetCode, stays: stays.map(toStay), recorded: files };
}

function toStay({ firstInside, lastInside, enteredAfter, leftBefore, ...rest }: Stay) {
  return {
    firstInside: firstInside.toISOString(),
    lastInside: lastInside.toISOString(),
    enteredAfter: enteredAfter?.toISOString() ?? null,
    leftBefore: leftBefore?.toISOString() ?? null,
    ...rest,
  };
}
