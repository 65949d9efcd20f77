import { Inject, Injectable } from '@nestjs/common';
import { type Broker, BROKER, type Intake, LOGGER, type Logger } from '../../platform/index.js';
import { DeviceBrokerPolicy } from '../devices/broker.policy.js';
import type { Reply } from '../dialects/dialect.js';

/** The line to the devices. */
@Injectable()
export class DeviceLine {
  constructor(
    @Inject(BROKER) private readonly broker: Broker,
    private readonly policy: DeviceBrokerPolicy,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  async open(intake: Intake): Promise<void> {
    await this.broker.open(this.policy, intake);
  }

  /** Sends what a device waits for. One that does not leave is asked for again by the device. */
  answer({ topic, payload }: Reply): void {
    this.broker.publish(topic, payload).catch((error: unknown) => {
      this.logger.warn({ err: error, topic }, 'reply to a device');
    });
  }
  /**
   * Asks a device for something: now or never, for a queue would deliver a command when nobody wants it any more.
   * @throws when the line is down
   */
  async ask({ topic, payload }: Reply): Promise<void> {
    await this.broker.publish(topic, payload, { qos: 0 });
  }
}
