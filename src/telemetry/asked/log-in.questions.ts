import { Inject, Injectable } from '@nestjs/common';
import { Clock, CONFIG, type Config, RateLimit } from '../../platform/index.js';
import { DeviceBrokerPolicy } from '../devices/broker.policy.js';
import { DeviceDirectory } from '../devices/device.directory.js';
import type { AskedLogIn } from './asked.schemas.js';
import { ClientIds } from './client-ids.js';
import { IntakeLogIn } from './intake.log-in.js';

const INTAKE = 'intake';

/** Whether the broker that asks may let somebody in; each answer is from the record as it is now. */
@Injectable()
export class LogInQuestions {
  /** By name and address: nobody elsewhere can use up the allowance of a device. */
  private readonly refused: RateLimit;

  constructor(
    private readonly policy: DeviceBrokerPolicy,
    private readonly directory: DeviceDirectory,
    private readonly intake: IntakeLogIn,
    private readonly clientIds: ClientIds,
    private readonly clock: Clock,
    @Inject(CONFIG) config: Config,
  ) {
    this.refused = new RateLimit(config.SKYDOCKET_LOGIN_ATTEMPTS);
  }

  async mayEnter(asked: AskedLogIn): Promise<boolean> {
    const now = this.clock.now();
    const key = JSON.stringify([asked.username.toLowerCase(), asked.peerhost]);
    if (this.refused.exceeded(key, now)) return false;
    // Counted before it is known, so that many at once see each other.
    this.refused.count(key, now);
    const mayEnter = this.intake.isNamed(asked.username) ? this.isIntake(asked) : await this.isDevice(asked);
    if (mayEnter) this.refused.reset(key);
    return mayEnter;
  }

  private isIntake({ password, clientid }: AskedLogIn): boolean {
    return this.intake.proves(password) && this.clientIds.claim(clientid, INTAKE);
  }

  private async isDevice({ username, password, clientid }: AskedLogIn): Promise<boolean> {
    const device = await this.directory.byName(username);
    if (this.intake.owns(clientid) || (device && this.clientIds.isOfAnother(clientid, device.id))) return false;
    const principal = await this.policy.authenticate(username, password, clientid);
    // Asked again: another may have taken the client id meanwhile.
    return principal !== undefined && this.clientIds.claim(clientid, principal.id);
  }
}
