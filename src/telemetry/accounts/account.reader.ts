import { Injectable } from '@nestjs/common';
import { type DeviceSummary, EquipmentService } from '../../equipment/index.js';
import { UnitOfWork } from '../../platform/index.js';
import { CredentialCheck } from '../devices/credential.check.js';
import type { LiveSecret } from '../devices/credential.repository.js';
import { TopicRights } from '../devices/topic.rights.js';
import { AccountRepository } from './account.repository.js';
import { isPlainName, type WantedAccount } from './account.rules.js';
import { BrokerAccounts } from './broker.accounts.js';

export interface ReadAccount {
  readonly wanted: WantedAccount;
  /** When the next of its secrets ends by itself. */
  readonly nextEnd: Date | null;
}

/** What the broker should know of a device, from the record as it is now. */
@Injectable()
export class AccountReader {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly equipment: EquipmentService,
    private readonly credentials: CredentialCheck,
    private readonly topics: TopicRights,
    private readonly accounts: BrokerAccounts,
    private readonly repository: AccountRepository,
  ) {}

  /** Before one or many are read: whose hands devices are in is from memory. */
  refresh(): Promise<void> {
    return this.topics.refresh();
  }

  async read(deviceId: string): Promise<ReadAccount> {
    return this.unitOfWork.read(async (tx) => {
      const device = await this.equipment.findDevice(tx, { id: deviceId });
      const secrets = device ? await this.credentials.good(tx, device) : [];
      const spokenFor = device && secrets.length > 0 ? await this.topics.spokenFor(tx, device) : [];
      const wanted: WantedAccount = {
        deviceId,
        names: namesOf(spokenFor),
        logIns: secrets.map((secret) => this.logInOf(secret)),
        ended: await this.repository.heldNames(tx, deviceId),
      };
      return { wanted, nextEnd: firstEnd(secrets) };
    });
  }

  private logInOf({ id, username, secretSealed }: LiveSecret): WantedAccount['logIns'][number] {
    return { username, credentialId: id, password: this.accounts.unsealed(secretSealed) };
  }
}

function namesOf(devices: readonly DeviceSummary[]): string[] {
  const names = devices.flatMap(({ serial, assetCode }) => (serial === null ? [assetCode] : [serial, assetCode]));
  return [...new Set(names)].filter(isPlainName);
}

function firstEnd(secrets: readonly LiveSecret[]): Date | null {
  const ends = secrets.flatMap(({ expiresAt }) => (expiresAt ? [expiresAt.getTime()] : []));
  return ends.length > 0 ? new Date(Math.min(...ends)) : null;
}
