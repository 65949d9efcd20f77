import { Injectable } from '@nestjs/common';
import { EquipmentService } from '../../equipment/index.js';
import { AuditTrail, Clock, type Tx } from '../../platform/index.js';

/** What those who work on alarms need beside them. */
@Injectable()
export class AlarmDesk {
  constructor(
    private readonly equipment: EquipmentService,
    private readonly audit: AuditTrail,
    private readonly clock: Clock,
  ) {}

  now(): Date {
    return this.clock.now();
  }

  async assetCodes(tx: Tx, deviceIds: readonly string[]): Promise<ReadonlyMap<string, string>> {
    const devices = await this.equipment.findDevices(tx, deviceIds);
    return new Map(devices.map(({ id, assetCode }) => [id, assetCode]));
  }

  async audited(tx: Tx, action: string, deviceId: string, details: Readonly<Record<string, unknown>>): Promise<void> {
    await this.audit.record(tx, { action, subject: { kind: 'device', id: deviceId }, details });
  }
}
