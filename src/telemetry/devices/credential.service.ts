import { randomBytes } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { type Actor, AuditTrail, type Broker, BROKER, UnitOfWork } from '../../platform/index.js';
import { BrokerAccounts, type BrokerState } from '../accounts/broker.accounts.js';
import { DeviceSecrets } from './device.secrets.js';
import { LinkedDevices } from './linked-devices.js';

/** Shown once: only the hash stays here. */
export interface IssuedCredential {
  readonly username: string;
  readonly password: string;
  readonly brokerState: BrokerState;
}

/** Secrets with which devices open their line to the broker. */
@Injectable()
export class CredentialService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly devices: LinkedDevices,
    private readonly secrets: DeviceSecrets,
    private readonly audit: AuditTrail,
    private readonly accounts: BrokerAccounts,
    @Inject(BROKER) private readonly broker: Broker,
  ) {}

  /**
   * A new secret for the device; the one before ends, and with it every connection that it opened.
   * @throws NOT_FOUND, FORBIDDEN, DEVICE_HAS_NO_LINK
   */
  async issue(actor: Actor, deviceId: string): Promise<IssuedCredential> {
    const password = randomBytes(32).toString('base64url');
    const username = await this.unitOfWork.run(actor, async (tx) => {
      const device = await this.devices.require(tx, actor, deviceId);
      const { id, assetCode } = device;
      await this.secrets.replace(tx, device, password);
      const subject = { kind: 'device', id };
      await this.audit.record(tx, { action: 'telemetry.issueCredential', subject, details: { assetCode } });
      return assetCode;
    });
    this.broker.disconnect(deviceId);
    return { username, password, brokerState: await this.accounts.stateOf(deviceId) };
  }
}
