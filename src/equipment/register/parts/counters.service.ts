import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import {
  type Actor,
  AuditTrail,
  Clock,
  idInCursor,
  keysetPage,
  newId,
  type Page,
  type Tx,
  UnitOfWork,
} from '../../../platform/index.js';
import { EquipmentErrors } from '../../equipment.errors.js';
import { DeviceLocker } from '../registry/device-locker.js';
import type { DeviceRecord } from '../registry/register.repository.js';
import { fitsCounter } from './part.rules.js';
import { PartRepository } from './part.repository.js';
import { type CounterReading, type CounterView, toCounterView } from './part.schemas.js';

type View = z.input<typeof CounterView>;

export interface Reading {
  readonly cycleCount: number;
  readonly healthPercent: number | null;
  readonly readAt: Date;
  /** Null where the device told it itself. */
  readonly readBy: string | null;
  readonly readByName: string;
}

/** Charge cycles and health of batteries, as they were read. */
@Injectable()
export class Counters {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly locker: DeviceLocker,
    private readonly parts: PartRepository,
    private readonly audit: AuditTrail,
    private readonly clock: Clock,
  ) {}

  /** @throws DEVICE_NOT_FOUND, FORBIDDEN, and what `record` throws */
  async read(actor: Actor, deviceId: string, input: z.output<typeof CounterReading>): Promise<View> {
    const now = this.clock.now();
    const { cycleCount, healthPercent = null, readAt = now } = input;
    if (readAt > now) throw EquipmentErrors.COUNTER_IN_FUTURE();
    return this.unitOfWork.run(actor, async (tx) => {
      const device = await this.locker.lockOwn(tx, actor, deviceId);
      const reading = { cycleCount, healthPercent, readAt, readBy: actor.id, readByName: actor.name };
      const id = await this.record(tx, device, reading);
      await this.audit.record(tx, {
        action: 'equipment.readCounter',
        subject: { kind: 'device', id: deviceId },
        details: { cycleCount, healthPercent },
      });
      return toCounterView({ id, ...reading });
    });
  }

  /**
   * Records what the counter of a locked device showed. Told twice it counts once.
   * @throws KIND_COUNTS_NO_CYCLES, COUNTER_RUNS_BACK
   */
  async record(tx: Tx, device: DeviceRecord, reading: Reading): Promise<string> {
    const kind = await this.locker.holdKind(tx, device);
    if (!kind.countsCycles) throw EquipmentErrors.KIND_COUNTS_NO_CYCLES({ kindCode: kind.code });
    const others = await this.parts.around(tx, device.id, reading.readAt);
    if (!fitsCounter(reading, others))
      throw EquipmentErrors.COUNTER_RUNS_BACK({
        cycleCount: reading.cycleCount,
        others: others.map(({ cycleCount, readAt }) => ({ cycleCount, readAt: readAt.toISOString() })),
      });
    const id = newId();
    if (await this.parts.record(tx, { id, deviceId: device.id, ...reading })) await this.parts.show(tx, device.id);
    return id;
  }

  /** Newest first. */
  async list(deviceId: string, { limit, cursor }: { limit: number; cursor?: string }): Promise<Page<View>> {
    const before = idInCursor(cursor);
    const rows = await this.unitOfWork.read((tx) => this.parts.readings(tx, deviceId, before, limit + 1));
    return keysetPage(rows, limit, ({ id }) => [id], toCounterView);
  }
}
