import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/index.js';
import { FenceRepository } from '../fences/fence.repository.js';
import type { FenceStay } from '../fences/fence.rules.js';
import { AlarmRepository } from './alarm.repository.js';

/** What is known of devices from before: where they are inside, and whose battery is low. */
@Injectable()
export class Recollection {
  constructor(
    private readonly fences: FenceRepository,
    private readonly alarms: AlarmRepository,
  ) {}

  async of(
    tx: Tx,
    deviceIds: readonly string[],
  ): Promise<{ stays: ReadonlyMap<string, FenceStay[]>; low: ReadonlySet<string> }> {
    return { stays: await this.fences.stays(tx, deviceIds), low: await this.alarms.low(tx, deviceIds) };
  }
}
