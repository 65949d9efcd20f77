import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { DeviceSummary } from '../../equipment/index.js';
import { MissionsService } from '../../missions/index.js';
import { AppError, UnitOfWork } from '../../platform/index.js';
import { deviceActor } from '../devices/device.actor.js';
import type { DeviceReading } from '../dialects/dialect.js';
import type { Origin } from './intake.rows.js';

/** Hands what an instrument measured to the missions, in its own transaction, before the message is acknowledged. */
@Injectable()
export class ReadingRecorder {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly missions: MissionsService,
  ) {}

  /** @returns why the missions did not take it; undefined when it is recorded, also when it already was */
  async record(device: DeviceSummary, { topic, raw }: Origin, reading: DeviceReading): Promise<string | undefined> {
    const { at, receivedAt, item, value, unit, lot, readings, position } = reading;
    try {
      await this.unitOfWork.run(deviceActor(device), (tx) =>
        this.missions.recordReading(tx, {
          deviceId: device.id,
          at,
          receivedAt,
          item,
          value,
          unit: unit ?? undefined,
          lot: lot ?? undefined,
          readings,
          position: position ?? undefined,
          dedupKey: createHash('sha256').update(topic).update(raw).digest(),
        }),
      );
      return undefined;
    } catch (error) {
      if (error instanceof AppError && error.entry.status < 500) return error.code;
      throw error;
    }
  }
}
