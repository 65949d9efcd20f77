import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { Activity, type ActivityEntry } from '../../identity/index.js';
import {
  type Actor,
  Clock,
  idInCursor,
  keysetPage,
  type Page,
  PlatformErrors,
  type Tx,
  UnitOfWork,
} from '../../platform/index.js';
import { EquipmentErrors } from '../equipment.errors.js';
import { PoolRights } from '../pool-rights.service.js';
import { DeviceRepository } from '../register/pool/device.repository.js';
import type { ActivityView } from './figures.schemas.js';

type View = z.input<typeof ActivityView>;

/** What was done to a device and by whom: for its owner, and for who has it now. */
@Injectable()
export class DeviceActivity {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly activity: Activity,
    private readonly devices: DeviceRepository,
    private readonly rights: PoolRights,
    private readonly clock: Clock,
  ) {}

  /** @throws DEVICE_NOT_FOUND, NOT_FOUND */
  async of(actor: Actor, deviceId: string, limit: number, cursor: string | undefined): Promise<Page<View>> {
    const before = idInCursor(cursor);
    const rows = await this.unitOfWork.read(async (tx) => {
      await this.requireParty(tx, actor, deviceId);
      return this.activity.of(tx, { kind: 'device', id: deviceId }, before, limit + 1);
    });
    return keysetPage(rows, limit, ({ id }) => [id], toActivityView);
  }

  private async requireParty(tx: Tx, actor: Actor, id: string): Promise<void> {
    const row = await this.devices.get(tx, id, this.clock.now());
    if (!row) throw EquipmentErrors.DEVICE_NOT_FOUND();
    const holders = row.holderUnitId === null ? [] : [row.holderUnitId];
    const party = { id, unitId: row.unitId, caseId: row.caseId };
    if (!this.rights.isParty(actor, 'device.readParty', party, holders)) throw PlatformErrors.NOT_FOUND();
  }
}

export function toActivityView(entry: ActivityEntry): View {
  const { id, at, action, subjectKind: kind, subjectId, byName, byUnitName } = entry;
  const subject = kind === null || subjectId === null ? null : { kind, id: subjectId };
  return { id, at: at.toISOString(), action, subject, by: byName, unit: byUnitName };
}
