import { Injectable } from '@nestjs/common';
import { DeviceLine } from '../intake/device.line.js';
import { DataSeal } from './sealed-data.js';
import type { NewCall, ServiceCall } from './service-call.repository.js';
import { messageOf } from './service-call.rules.js';

export type Sendable = NewCall | ServiceCall;

/** Puts a call on the line. */
@Injectable()
export class ServiceWire {
  constructor(
    private readonly line: DeviceLine,
    private readonly seal: DataSeal,
  ) {}

  /** @throws when it cannot be opened or the line is down */
  async publish(call: Sendable, now: Date): Promise<void> {
    const { data } = this.seal.open(call.dataSealed);
    await this.line.ask(messageOf({ ...call, data }, now));
  }
}
