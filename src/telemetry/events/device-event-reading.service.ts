import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { type DeviceSummary, EquipmentService } from '../../equipment/index.js';
import { AccessService } from '../../identity/index.js';
import {
  type Actor,
  idInCursor,
  keysetPage,
  type Page,
  PlatformErrors,
  type Tx,
  UnitOfWork,
} from '../../platform/index.js';
import { ServiceAccess } from '../services/service-access.js';
import {
  type DeviceMediaView,
  type HealthPage,
  type HealthQuery,
  viewOfHealth,
  viewOfMedia,
} from './device-event.schemas.js';
import { HealthRepository } from './health.repository.js';
import { MediaRepository } from './media.repository.js';

interface PageWish {
  readonly limit: number;
  readonly cursor?: string | undefined;
}

/** What devices told, for those who may know. */
@Injectable()
export class DeviceEventReading {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly equipment: EquipmentService,
    private readonly health: HealthRepository,
    private readonly mediaFiles: MediaRepository,
    private readonly access: AccessService,
    private readonly services: ServiceAccess,
  ) {}

  /** @throws NOT_FOUND, FORBIDDEN */
  async healthOf(
    actor: Actor,
    deviceId: string,
    { state, limit, cursor }: z.output<typeof HealthQuery>,
  ): Promise<z.input<typeof HealthPage>> {
    const before = idInCursor(cursor);
    return this.unitOfWork.read(async (tx) => {
      this.services.requireHealth(actor, await this.device(tx, deviceId));
      const isOpen = state === 'all' ? undefined : state === 'open';
      const messages = await this.health.list(tx, deviceId, isOpen, before, limit + 1);
      const { items, nextCursor } = keysetPage(messages, limit, ({ id }) => [id], viewOfHealth);
      const reportedAt = await this.health.lastReport(tx, deviceId);
      return { items: [...items], nextCursor, reportedAt: reportedAt?.toISOString() ?? null };
    });
  }

  /** Files of its units and cases at the time. @throws NOT_FOUND for a device nobody knows */
  async mediaOf(
    actor: Actor,
    deviceId: string,
    { limit, cursor }: PageWish,
  ): Promise<Page<z.input<typeof DeviceMediaView>>> {
    const before = idInCursor(cursor);
    const scope = this.access.scope(actor, 'deviceService.read');
    return this.unitOfWork.read(async (tx) => {
      await this.device(tx, deviceId);
      const files = await this.mediaFiles.list(tx, deviceId, scope, before, limit + 1);
      return keysetPage(files, limit, ({ id }) => [id], viewOfMedia);
    });
  }

  private async device(tx: Tx, id: string): Promise<DeviceSummary> {
    const device = await this.equipment.findDevice(tx, { id });
    if (!device) throw PlatformErrors.NOT_FOUND();
    return device;
  }
}
