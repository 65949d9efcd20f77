import { Injectable } from '@nestjs/common';
import { AppError, AuditTrail, Clock, newId, type Tx } from '../../../platform/index.js';
import type { DeviceSummary } from '../pool/device-row.js';
import { DeviceRepository } from '../pool/device.repository.js';
import { type DeviceRecord, RegisterRepository } from '../registry/register.repository.js';
import { Counters } from './counters.service.js';

export interface Usage {
  readonly seconds: number;
  /** What the device was used for, such as `flight:<id>`: told twice it counts once. */
  readonly source?: string;
  /** When it began: payloads that travelled with the device then were used as long. */
  readonly from?: Date;
}

/** How often a battery says it was charged. */
export interface CyclesSaid {
  readonly serial: string;
  readonly cycles: number;
  readonly at: Date;
}

/**
 * What became of it: kept; known already, or less than is known; unknown: no device has the serial; foreign: the device
 * is another unit's; refused: its kind counts no cycles, or a later reading showed less.
 */
export type ToldCycles = 'kept' | 'known' | 'unknown' | 'foreign' | 'refused';

/** What devices tell of their own use. Told twice or late it changes nothing. */
@Injectable()
export class ToldUsage {
  constructor(
    private readonly devices: DeviceRepository,
    private readonly register: RegisterRepository,
    private readonly counters: Counters,
    private readonly audit: AuditTrail,
    private readonly clock: Clock,
  ) {}

  async record(tx: Tx, deviceId: string, { seconds, source, from }: Usage): Promise<void> {
    const payloadIds = from ? await this.devices.payloadsAt(tx, deviceId, from) : [];
    const usage = { source: source ?? null, seconds: Math.round(seconds), recordedAt: this.clock.now() };
    for (const id of [deviceId, ...payloadIds])
      await this.devices.recordUsage(tx, { ...usage, id: newId(), deviceId: id });
  }

  /** Counters of batteries inside an aircraft, found by their serials; no counter goes back. By serial, what became of it. */
  async recordCycles(
    tx: Tx,
    aircraft: DeviceSummary,
    said: readonly CyclesSaid[],
  ): Promise<ReadonlyMap<string, ToldCycles>> {
    const told = new Map<string, ToldCycles>(said.map(({ serial }) => [serial, 'unknown']));
    for (const { id, cycles } of await this.namedBy(tx, said)) {
      const battery = await this.register.lock(tx, id);
      if (battery) told.set(cycles.serial, await this.recordOf(tx, aircraft, battery, cycles));
    }
    return told;
  }

  /** In the order of the ids of the devices, in which they are locked. */
  private async namedBy(tx: Tx, said: readonly CyclesSaid[]): Promise<{ id: string; cycles: CyclesSaid }[]> {
    const found: { id: string; cycles: CyclesSaid }[] = [];
    for (const cycles of said) {
      const device = await this.devices.find(tx, { serial: cycles.serial });
      if (device) found.push({ id: device.id, cycles });
    }
    return found.toSorted((a, b) => (a.id < b.id ? -1 : 1));
  }

  private async recordOf(
    tx: Tx,
    aircraft: DeviceSummary,
    battery: DeviceRecord,
    { cycles, at }: CyclesSaid,
  ): Promise<ToldCycles> {
    // An aircraft could otherwise wear out the batteries of others by naming them.
    if (battery.unitId !== aircraft.unitId) return 'foreign';
    if (cycles <= (battery.cycleCount ?? -1)) return 'known';
    const now = this.clock.now();
    const reading = { cycleCount: cycles, healthPercent: null, readAt: at < now ? at : now };
    try {
      await this.counters.record(tx, battery, { ...reading, readBy: null, readByName: aircraft.assetCode });
    } catch (error) {
      if (error instanceof AppError && error.entry.status < 500) return 'refused';
      throw error;
    }
    await this.audit.record(tx, {
      action: 'equipment.readCounter',
      subject: { kind: 'device', id: battery.id },
      details: { cycleCount: cycles, healthPercent: null },
    });
    return 'kept';
  }
}
