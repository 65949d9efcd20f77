import { Injectable } from '@nestjs/common';
import type { Polygon } from 'geojson';
import { EquipmentService } from '../../equipment/index.js';
import { checkPolygon, circle } from '../../geo/index.js';
import { MissionErrors } from '../../missions/index.js';
import { type Actor, Clock, type Tx } from '../../platform/index.js';
import { TelemetryErrors } from '../telemetry.errors.js';
import { FenceRepository } from './fence.repository.js';
import type { FenceDrawing } from './fence.schemas.js';
import type { Fence } from './fence.types.js';

type Named = Pick<Fence, 'id' | 'fenceId' | 'version' | 'unitId' | 'caseId' | 'sessionId'>;

/** Makes a version of a fence of what was drawn, or says what is wrong with it. */
@Injectable()
export class FenceDrawer {
  constructor(
    private readonly fences: FenceRepository,
    private readonly equipment: EquipmentService,
    private readonly clock: Clock,
  ) {}

  /** @throws a POLYGON_… fault, FENCE_SHAPE_MISSING, FENCE_BAND_UPSIDE_DOWN, FENCE_PERIOD_EMPTY, FENCE_TELLS_NOTHING, FENCE_DEVICE_UNKNOWN */
  async draw(tx: Tx, actor: Actor, drawing: FenceDrawing, named: Named): Promise<Fence> {
    const { name, lowerMetres, upperMetres, during, tellsEnter, tellsLeave, dwellMinutes } = drawing;
    const geometry = shapeOf(drawing);
    assertSound(drawing);
    const deviceIds = [...new Set(drawing.deviceIds)];
    await this.assertKnown(tx, deviceIds);
    const fence: Fence = {
      ...named,
      name,
      geometry,
      circle: drawing.circle ?? null,
      lowerMetres,
      upperMetres,
      from: during.from ?? null,
      to: during.to ?? null,
      deviceIds,
      kindCodes: [...new Set(drawing.kindCodes)],
      tellsEnter,
      tellsLeave,
      dwellMinutes,
      createdBy: actor.id,
      createdAt: this.clock.now(),
      endedAt: null,
      endedBy: null,
      endReason: null,
    };
    await this.fences.insert(tx, fence);
    return fence;
  }

  private async assertKnown(tx: Tx, deviceIds: readonly string[]): Promise<void> {
    const found = await this.equipment.findDevices(tx, deviceIds);
    if (found.length < deviceIds.length) throw TelemetryErrors.FENCE_DEVICE_UNKNOWN();
  }
}

function shapeOf({ polygon, circle: round }: FenceDrawing): Polygon {
  if ((polygon === undefined) === (round === undefined)) throw TelemetryErrors.FENCE_SHAPE_MISSING();
  if (round) return circle(round.centre, round.radiusMetres);
  const checked = checkPolygon(polygon);
  if (!checked.ok) throw MissionErrors[checked.code]();
  return checked.polygon;
}

function assertSound({ lowerMetres, upperMetres, during, tellsEnter, tellsLeave, dwellMinutes }: FenceDrawing): void {
  if (upperMetres !== null && lowerMetres >= upperMetres) throw TelemetryErrors.FENCE_BAND_UPSIDE_DOWN();
  if (during.from && during.to && during.from >= during.to) throw TelemetryErrors.FENCE_PERIOD_EMPTY();
  if (!tellsEnter && !tellsLeave && dwellMinutes === null) throw TelemetryErrors.FENCE_TELLS_NOTHING();
}
