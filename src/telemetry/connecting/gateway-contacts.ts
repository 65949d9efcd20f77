import { Injectable } from '@nestjs/common';
import { DeviceDirectory } from '../devices/device.directory.js';
import { nameInTopic } from '../dialects/dialects.js';
import { parseDjiTopic } from '../dialects/dji.topics.js';
import type { Origin } from '../intake/intake.rows.js';
import type { QuarantineCode } from '../quarantine/quarantine.codes.js';
import { ContactLog } from './contact.log.js';

/** Notes of gateways what their messages tell of their way in. */
@Injectable()
export class GatewayContacts {
  constructor(
    private readonly directory: DeviceDirectory,
    private readonly log: ContactLog,
  ) {}

  async topologyAnswered(serial: string): Promise<void> {
    const gateway = await this.directory.byName(serial);
    if (gateway) this.log.topologyAnswered(gateway.id);
  }

  /** Of messages about anything but topology nothing is noted. */
  async refused({ topic, raw }: Origin, code: QuarantineCode, detail: string): Promise<void> {
    if (parseDjiTopic(topic)?.channel !== 'status') return;
    const gateway = await this.directory.byName(nameInTopic(topic) ?? '');
    if (gateway) this.log.topologyRefused(gateway.id, code, detail, raw);
  }
}
