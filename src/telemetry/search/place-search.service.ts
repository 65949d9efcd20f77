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
import { RetentionRepository } from '../retention/retention.repository.js';
import { stretchesOf } from '../retention/retention.rules.js';
import { TelemetryErrors } from '../telemetry.errors.js';
import { type SeenDevice, TrackSight } from '../tracks/track.sight.js';
import { cellRuns } from './cell.rules.js';
import { hoursOf, readingsOf } from './search.rules.js';
import type { InsideSearch, InsideView } from './search.schemas.js';
import { type Stay, staysIn } from './stay.rules.js';
import { type NearDevice, VisitRepository } from './visit.repository.js';

/** Longest period of one search. */
const LONGEST_HOURS = 31 * 24;
/** Runs of cells times hours: each is a look into the index. */
const MOST_LOOKS = 100_000;
/** Frames inside the polygon's box that one page may read. */
const MOST_SIGHTINGS = 500_000;

interface Area {
  readonly box: BoundingBox;
  readonly shape: PreparedShape;
  readonly during: Period;
}

interface Found {
  readonly seen: SeenDevice;
  readonly stays: readonly Stay[];
}

/** Who was inside a polygon in a period, as far as frames prove it and the asker may follow the device. */
@Injectable()
export class PlaceSearch {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly sight: TrackSight,
    private readonly visits: VisitRepository,
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

  private async near(tx: Tx, { box, during }: Area, after: string | undefined): Promise<NearDevice[]> {
    const hours = hoursOf(during);
    if (hours.length > LONGEST_HOURS + 1) throw TelemetryErrors.TRACK_PERIOD_TOO_LONG({ hours: LONGEST_HOURS });
    const runs = cellRuns(box);
    if (hours.length * runs.length > MOST_LOOKS) throw TelemetryErrors.SEARCH_TOO_WIDE();
    return this.visits.near(tx, hours, runs, after);
  }

  private async search(tx: Tx, actor: Actor, area: Area, near: readonly NearDevice[], limit: number): Promise<Found[]> {
    const ids = near.map(({ deviceId }) => deviceId);
    const seen = await this.sight.seenOf(tx, actor, ids, area.during);
    const found: Found[] = [];
    let left = MOST_SIGHTINGS;
    for (const { deviceId, hours } of near) {
      const device = seen.get(deviceId);
      if (!device || found.length === limit) continue;
      const stays: Stay[] = [];
      for (const reading of readingsOf(hours, device.stretches)) {
        const sightings = await this.visits.sightings(tx, deviceId, reading, area.box, left + 1);
        left -= sightings.length;
        if (left < 0) throw TelemetryErrors.SEARCH_TOO_WIDE();
        stays.push(...staysIn((position) => area.shape.holds(position), sightings));
      }
      if (stays.length > 0) found.push({ seen: device, stays });
    }
    return found;
  }
}

function toItem({ seen: { device }, stays }: Found): z.input<typeof InsideView>['items'][number] {
  const views = stays.map(({ firstInside, lastInside, enteredAfter, leftBefore, ...rest }) => ({
    firstInside: firstInside.toISOString(),
    lastInside: lastInside.toISOString(),
    enteredAfter: enteredAfter?.toISOString() ?? null,
    leftBefore: leftBefore?.toISOString() ?? null,
    ...rest,
  }));
  return { deviceId: device.id, assetCode: device.assetCode, stays: views };
}
