import { Inject, Injectable } from '@nestjs/common';
import type { DeviceSummary } from '../../equipment/index.js';
import { Clock, CONFIG, type Config, ConnectRate } from '../../platform/index.js';
import { DeviceBrokerPolicy } from '../devices/broker.policy.js';
import { DeviceDirectory } from '../devices/device.directory.js';
import type { AskedLogIn } from './asked.schemas.js';
import { ClientIds } from './client-ids.js';
import { IntakeLogIn } from './intake.log-in.js';

const INTAKE = 'intake';
const SECONDS = 60;

/** Whether the broker that asks may let somebody in; each answer is from the record as it is now. */
@Injectable()
export class LogInQuestions {
  /**
   * By whom and address: nobody elsewhere can use up the allowance of a device. Of names that nobody has registered nothing
   * is kept: there is no secret of theirs to guess.
   */
  private readonly attempts: ConnectRate;

  constructor(
    private readonly policy: DeviceBrokerPolicy,
    private readonly directory: DeviceDirectory,
    private readonly intake: IntakeLogIn,
    private readonly clientIds: ClientIds,
    private readonly clock: Clock,
    @Inject(CONFIG) { SKYDOCKET_LOGIN_ATTEMPTS: burst }: Config,
  ) {
    this.attempts = new ConnectRate({ burst, perSecond: burst / SECONDS });
  }

  async mayEnter(asked: AskedLogIn): Promise<boolean> {
    if (this.intake.isNamed(asked.username)) return this.attempted(INTAKE, asked, () => this.isIntake(asked));
    const device = await this.directory.byName(asked.username);
    if (!device) return this.policy.refusedStranger();
    return this.attempted(device.id, asked, () => this.isDevice(asked, device));
  }

  /** Counted before it is known, so that many at once see each other. */
  private async attempted(
    who: string,
    { peerhost }: AskedLogIn,
    prove: () => Promise<boolean> | boolean,
  ): Promise<boolean> {
    const key = JSON.stringify([who, peerhost]);
    if (this.attempts.isTooMany(key, this.clock.now().getTime())) return false;
    const mayEnter = await prove();
    if (mayEnter) this.attempts.forget(key);
    return mayEnter;
  }

  private isIntake({ password, clientid }: AskedLogIn): boolean {
    return this.intake.proves(password) && this.clientIds.claim(clientid, INTAKE);
  }

  private async isDevice({ username, password, clientid }: AskedLogIn, device: DeviceSummary): Promise<boolean> {
    if (this.intake.owns(clientid) || this.clientIds.isOfAnother(clientid, device.id)) return false;
    const principal = await this.policy.authenticate(username, password);
    // Asked again: another may have taken the client id meanwhile.
    return principal !== undefined && this.clientIds.claim(clientid, principal.id);
  }
}
