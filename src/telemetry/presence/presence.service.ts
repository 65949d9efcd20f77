import { Inject, Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { EquipmentService } from '../../equipment/index.js';
import {
  type Actor,
  CONFIG,
  type Config,
  idInCursor,
  keysetPage,
  PlatformErrors,
  UnitOfWork,
} from '../../platform/index.js';
import { ServiceAccess } from '../services/service-access.js';
import { PresenceRepository } from './presence.repository.js';
import { type PresencePage, type PresenceQuery, toChangeView } from './presence.schemas.js';

/** Who is there, for those who may know. */
@Injectable()
export class PresenceReading {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly equipment: EquipmentService,
    private readonly repository: PresenceRepository,
    private readonly access: ServiceAccess,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** @throws NOT_FOUND, FORBIDDEN */
  async of(
    actor: Actor,
    deviceId: string,
    { limit, cursor }: z.output<typeof PresenceQuery>,
  ): Promise<z.input<typeof PresencePage>> {
    const before = idInCursor(cursor);
    return this.unitOfWork.read(async (tx) => {
      const device = await this.equipment.findDevice(tx, { id: deviceId });
      if (!device) throw PlatformErrors.NOT_FOUND();
      this.access.requirePresence(actor, device);
      const known = await this.repository.find(tx, deviceId);
      const rows = await this.repository.changes(tx, deviceId, before, limit + 1);
      const { items, nextCursor } = keysetPage(rows, limit, ({ id }) => [id], toChangeView);
      return {
        items: [...items],
        nextCursor,
        deviceId,
        online: known?.online ?? null,
        reason: known?.reason ?? null,
        since: known?.changedAt.toISOString() ?? null,
        known: this.config.MQTT_URL ? 'by_frames' : 'by_lines_and_frames',
      };
    });
  }
}
