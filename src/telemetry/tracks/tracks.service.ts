import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { type DeviceSummary, EquipmentService } from '../../equipment/index.js';
import { AccessService } from '../../identity/index.js';
import { type Actor, Clock, type Period, PlatformErrors, type Tx, UnitOfWork } from '../../platform/index.js';
import { CustodyReader } from '../devices/custody.reader.js';
import { PositionAccess } from '../positions/position.access.js';
import { TelemetryErrors } from '../telemetry.errors.js';
import { TrackRepository } from './track.repository.js';
import { trackFeature, type TrackPoint } from './track.rules.js';
import type { TrackQuery, TrackView } from './track.schemas.js';

const HOUR_MS = 3_600_000;
const LONGEST_HOURS = 48;
const MOST_POINTS = 20_000;

/** A device's past for those who may see it: each stretch as its holder of then, not as its holder of now. */
@Injectable()
export class TracksService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly equipment: EquipmentService,
    private readonly custody: CustodyReader,
    private readonly repository: TrackRepository,
    private readonly positions: PositionAccess,
    private readonly access: AccessService,
    private readonly clock: Clock,
  ) {}

  /** @throws NOT_FOUND, FORBIDDEN when no stretch of the period may be seen; PERIOD_TOO_LONG */
  async track(actor: Actor, deviceId: string, query: z.output<typeof TrackQuery>): Promise<z.input<typeof TrackView>> {
    const during = periodOf(query, this.clock.now());
    const points = await this.unitOfWork.read(async (tx) => {
      const device = await this.equipment.findDevice(tx, { id: deviceId });
      if (!device) throw PlatformErrors.NOT_FOUND();
      return this.visiblePoints(tx, actor, device, during);
    });
    const shown = points.slice(0, MOST_POINTS);
    const { type, geometry, properties } = trackFeature(deviceId, shown);
    return {
      type,
      geometry,
      properties: {
        deviceId,
        samples: [...properties.samples],
        gaps: [...properties.gaps],
        truncated: points.length > shown.length,
      },
    };
  }

  private async visiblePoints(tx: Tx, actor: Actor, device: DeviceSummary, during: Period): Promise<TrackPoint[]> {
    const stretches = await this.stretches(tx, device, during);
    const allowed = stretches.filter(
      ({ unitId, caseId }) =>
        this.access.allowed(actor, 'position.read', this.positions.subjects(device.id, unitId, caseId)).size > 0,
    );
    if (allowed.length === 0) {
      const [first] = stretches;
      this.access.require(actor, 'position.read', [
        { id: device.id, unitIds: first ? [first.unitId] : [], caseId: first?.caseId },
      ]);
    }
    const points: TrackPoint[] = [];
    for (const stretch of allowed) {
      points.push(...(await this.repository.points(tx, device.id, stretch.during, MOST_POINTS + 1 - points.length)));
      if (points.length > MOST_POINTS) break;
    }
    return points;
  }

  /** The period cut at every change of hands; at home the device is its owner's. */
  private async stretches(tx: Tx, device: DeviceSummary, { from, to }: Period): Promise<Stretch[]> {
    const holdings = await this.custody.holdingsDuring(tx, device.partOfId ?? device.id, { from, to });
    const home = { unitId: device.unitId, caseId: null };
    const stretches: Stretch[] = [];
    let until = from;
    for (const { during, holderUnitId, caseId } of holdings) {
      if (during.from > until) stretches.push({ ...home, during: { from: until, to: during.from } });
      stretches.push({ unitId: holderUnitId, caseId, during });
      until = during.to;
    }
    if (until < to) stretches.push({ ...home, during: { from: until, to } });
    return stretches;
  }
}

interface Stretch {
  readonly unitId: string;
  readonly caseId: string | null;
  readonly during: Period;
}

function periodOf({ from, to }: z.output<typeof TrackQuery>, now: Date): Period {
  const end = to ?? (from ? new Date(Math.max(now.getTime(), from.getTime() + 1)) : now);
  const begin = from ?? new Date(end.getTime() - HOUR_MS);
  if (end.getTime() - begin.getTime() > LONGEST_HOURS * HOUR_MS) {
    throw TelemetryErrors.PERIOD_TOO_LONG({ hours: LONGEST_HOURS });
  }
  return { from: begin, to: end };
}
