import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { z } from 'zod';
import {
  type Actor,
  Clock,
  decodeCursor,
  idInCursor,
  keysetPage,
  type Page,
  type PageQuery,
  PlatformErrors,
  type Tx,
  UnitOfWork,
  chinaDateOf,
} from '../../../platform/index.js';
import { EquipmentErrors } from '../../equipment.errors.js';
import { type FileSight, FileSights } from '../../register/files/file-sights.js';
import { PoolRights } from '../../pool-rights.service.js';
import { DeviceRepository } from '../../register/pool/device.repository.js';
import { MaintenanceRepository } from './maintenance.repository.js';
import { SOON_SHARE } from './maintenance.rules.js';
import { toUpkeepView, toWorkView, type UpkeepQuery, type UpkeepView, type WorkView } from './maintenance.schemas.js';

const SHARES = { soon: SOON_SHARE, now: 1 } as const;

/** What is to be done on which device, and what was done. */
@Injectable()
export class MaintenanceReader implements FileSight, OnModuleInit {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly maintenance: MaintenanceRepository,
    private readonly devices: DeviceRepository,
    private readonly rights: PoolRights,
    private readonly sights: FileSights,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.sights.register(this);
  }

  async upkeep(query: z.output<typeof UpkeepQuery>): Promise<Page<z.input<typeof UpkeepView>>> {
    const { limit, cursor, due, unit: unitId, deviceId, plan: planId } = query;
    const today = chinaDateOf(this.clock.now());
    const filter = { share: due && SHARES[due], unitId, deviceId, planId, today, after: pairIn(cursor) };
    const rows = await this.unitOfWork.read((tx) => this.maintenance.upkeep(tx, { ...filter, limit: limit + 1 }));
    return keysetPage(
      rows,
      limit,
      (row) => [row.deviceId, row.planId],
      (row) => toUpkeepView(row, this.rights.nameOf(row.unitId), today),
    );
  }

  /** Newest first; for the owner and those above it. @throws DEVICE_NOT_FOUND, FORBIDDEN */
  async works(
    actor: Actor,
    deviceId: string,
    { limit, cursor }: z.output<typeof PageQuery>,
  ): Promise<Page<z.input<typeof WorkView>>> {
    const before = idInCursor(cursor);
    return this.unitOfWork.read(async (tx) => {
      const device = await this.devices.find(tx, { id: deviceId });
      if (!device) throw EquipmentErrors.DEVICE_NOT_FOUND();
      this.rights.requireOwner(actor, 'device.readParty', device);
      const rows = await this.maintenance.works(tx, deviceId, before, limit + 1);
      return keysetPage(rows, limit, ({ work }) => [work.id], toWorkView);
    });
  }

  async shows(tx: Tx, actor: Actor, fileId: string): Promise<boolean> {
    const owners = await this.maintenance.ownersShowing(tx, fileId);
    return owners.some((unitId) => this.rights.owns(actor, 'device.readParty', unitId));
  }
}

/** @throws CURSOR_INVALID */
function pairIn(cursor: string | undefined): readonly [string, string] | undefined {
  if (cursor === undefined) return undefined;
  const [deviceId, planId] = decodeCursor(cursor, 2);
  if (typeof deviceId !== 'string' || typeof planId !== 'string') throw PlatformErrors.CURSOR_INVALID();
  if (![deviceId, planId].every((id) => ID.test(id))) throw PlatformErrors.CURSOR_INVALID();
  return [deviceId, planId];
}

const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
