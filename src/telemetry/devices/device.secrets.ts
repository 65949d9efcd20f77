import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/index.js';
import { ObjectGrantRepository } from '../objects/object-grant.repository.js';
import { CredentialRepository } from './credential.repository.js';

/** Everything that a device proves itself with. */
@Injectable()
export class DeviceSecrets {
  constructor(
    private readonly credentials: CredentialRepository,
    private readonly grants: ObjectGrantRepository,
  ) {}

  /** The device's next secret; the earlier ones end in the same moment, and what it uploads with. */
  async replace(tx: Tx, deviceId: string, username: string, secretSha256: Buffer, at: Date): Promise<void> {
    await this.credentials.replace(tx, deviceId, username, secretSha256, at);
    await this.grants.revokeOfDevice(tx, deviceId, at);
  }
}
