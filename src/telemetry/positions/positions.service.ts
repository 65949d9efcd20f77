import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import type { DeviceSummary } from '../../equipment/index.js';
import { type Actor, Clock, decodeCursor, keysetPage, type Page, UnitOfWork } from '../../platform/index.js';
import { DeviceDirectory } from '../devices/device.directory.js';
import type { LatestRow } from '../intake/intake.rows.js';
import { LiveBoard } from './live.board.js';
import { PositionAccess } from './position.access.js';
import { PositionRepository } from './position.repository.js';
import {
  type DevicePositionView,
  positionFeature,
  type PositionList,
  type PositionsQuery,
  positionView,
} from './position.schemas.js';

interface Located {
  readonly row: LatestRow;
  readonly device: DeviceSummary;
}

/** Where devices are, for those who may know. */
@Injectable()
export class PositionsService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly repository: PositionRepository,
    private readonly directory: DeviceDirectory,
    private readonly access: PositionAccess,
    private readonly board: LiveBoard,
    private readonly clock: Clock,
  ) {}

  /** Positions the actor may see, in the order of device ids. */
  async list(actor: Actor, query: z.output<typeof PositionsQuery>): Promise<z.input<typeof PositionList>> {
    const { items, nextCursor } = await this.page(actor, query);
    if (query.f === 'json') return { items: [...items], nextCursor };
    return { type: 'FeatureCollection', features: items.map(positionFeature), nextCursor };
  }

  private async page(actor: Actor, query: z.output<typeof PositionsQuery>): Promise<Page<DevicePositionView>> {
    const after = query.cursor ? String(decodeCursor(query.cursor, 1)[0]) : undefined;
    const rows = await this.unitOfWork.read((tx) => this.repository.positions(tx, query.bbox, after));
    const located = await this.locate(rows);
    const visible = this.access.visible(
      actor,
      located.map(({ device }) => device),
    );
    const now = this.clock.now();
    const views = located.flatMap(({ row, device }) =>
      visible.has(device.id) ? (positionView(row, { device, flight: this.board.flightOf(device.id), now }) ?? []) : [],
    );
    return keysetPage(
      views.slice(0, query.limit + 1),
      query.limit,
      ({ deviceId }) => [deviceId],
      (view) => view,
    );
  }

  private async locate(rows: readonly LatestRow[]): Promise<Located[]> {
    const devices = await this.directory.byIds(rows.map(({ deviceId }) => deviceId));
    const byId = new Map(devices.map((device) => [device.id, device]));
    return rows.flatMap((row) => {
      const device = byId.get(row.deviceId);
      return device ? [{ row, device }] : [];
    });
  }
}
