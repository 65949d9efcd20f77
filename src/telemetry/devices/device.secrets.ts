import { Injectable } from '@nestjs/common';
import type { DeviceSummary } from '../../equipment/index.js';
import { Clock, type Tx } from '../../platform/index.js';
import { BrokerAccounts } from '../accounts/broker.accounts.js';
import { ObjectGrantRepository } from '../objects/object-grant.repository.js';
import { CredentialRepository, sha256 } from './credential.repository.js';

/** Everything that a device proves itself with. */
@Injectable()
export class DeviceSecrets {
  constructor(
    private readonly credentials: CredentialRepository,
    private readonly grants: ObjectGrantRepository,
    private readonly accounts: BrokerAccounts,
    private readonly clock: Clock,
  ) {}

  /** The device's next secret; the earlier ones end in the same moment, and what it uploads with. */
  async replace(tx: Tx, { id, assetCode }: DeviceSummary, password: string): Promise<void> {
    const at = this.clock.now();
    const secretSealed = this.accounts.sealed(password);
    await this.credentials.replace(tx, id, { username: assetCode, secretSha256: sha256(password), secretSealed }, at);
    await this.grants.revokeOfDevice(tx, id, at);
    await this.accounts.changed(tx, [id]);
  }
}
