import { timingSafeEqual } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { DeviceSummary } from '../../equipment/index.js';
import { Clock, UnitOfWork } from '../../platform/index.js';
import { CredentialRepository, sha256 } from './credential.repository.js';

/** Proves that whoever connects has the device's secret. */
@Injectable()
export class CredentialCheck {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly repository: CredentialRepository,
    private readonly clock: Clock,
  ) {}

  /** Whether the password is a live secret of the device. */
  async proves(device: DeviceSummary, password: string): Promise<boolean> {
    const given = sha256(password);
    const live = await this.unitOfWork.read((tx) => this.repository.live(tx, device.id, this.clock.now()));
    return live.some((secret) => timingSafeEqual(secret, given));
  }
}
