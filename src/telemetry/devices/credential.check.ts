import { timingSafeEqual } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { DeviceSummary } from '../../equipment/index.js';
import { Actors } from '../../identity/index.js';
import { Clock, UnitOfWork } from '../../platform/index.js';
import { CredentialRepository, sha256 } from './credential.repository.js';

/** Proves that whoever connects has the device's secret. */
@Injectable()
export class CredentialCheck {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly repository: CredentialRepository,
    private readonly actors: Actors,
    private readonly clock: Clock,
  ) {}

  /** Whether the password is a live secret of the device. */
  async proves(device: DeviceSummary, password: string): Promise<boolean> {
    const given = sha256(password);
    const live = await this.unitOfWork.read((tx) => this.repository.live(tx, device.id, this.clock.now()));
    const match = live.find(({ secretSha256 }) => timingSafeEqual(secretSha256, given));
    if (!match) return false;
    // A secret for a day ends with the account that opened the line.
    return match.userId === null || (await this.actors.find(match.userId)) !== undefined;
  }
}
