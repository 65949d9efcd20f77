import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { type DeviceSummary, EquipmentService } from '../../equipment/index.js';
import { AccessService } from '../../identity/index.js';
import {
  type Actor,
  AuditTrail,
  type Broker,
  BROKER,
  Clock,
  PlatformErrors,
  UnitOfWork,
} from '../../platform/index.js';
import { TelemetryErrors } from '../telemetry.errors.js';
import { CredentialRepository } from './credential.repository.js';

/** Shown once: only the hash stays here. */
export interface IssuedCredential {
  readonly username: string;
  readonly password: string;
}

/** Secrets with which devices open their line to the broker. */
@Injectable()
export class CredentialService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly equipment: EquipmentService,
    private readonly access: AccessService,
    private readonly repository: CredentialRepository,
    private readonly audit: AuditTrail,
    private readonly clock: Clock,
    @Inject(BROKER) private readonly broker: Broker,
  ) {}

  /**
   * A new secret for the device; the one before ends, and with it every connection that it opened.
   * @throws NOT_FOUND, FORBIDDEN, DEVICE_HAS_NO_LINK
   */
  async issue(actor: Actor, deviceId: string): Promise<IssuedCredential> {
    const password = randomBytes(32).toString('base64url');
    const username = await this.unitOfWork.run(actor, async (tx) => {
      const device = await this.equipment.findDevice(tx, { id: deviceId });
      if (!device) throw PlatformErrors.NOT_FOUND();
      this.access.require(actor, 'credential.issue', [{ id: device.id, unitIds: [device.unitId] }]);
      if (device.linkKind !== 'live' || device.state === 'retired') throw TelemetryErrors.DEVICE_HAS_NO_LINK();
      await this.repository.replace(tx, device.id, device.assetCode, sha256(password), this.clock.now());
      const subject = { kind: 'device', id: device.id };
      await this.audit.record(tx, {
        action: 'telemetry.issueCredential',
        subject,
        details: { assetCode: device.assetCode },
      });
      return device.assetCode;
    });
    this.broker.disconnect(deviceId);
    return { username, password };
  }

  /** Whether the password is a live secret of the device. */
  async proves(device: DeviceSummary, password: string): Promise<boolean> {
    const given = sha256(password);
    const live = await this.unitOfWork.read((tx) => this.repository.live(tx, device.id, this.clock.now()));
    return live.some((secret) => timingSafeEqual(secret, given));
  }
}

function sha256(secret: string): Buffer {
  return createHash('sha256').update(secret).digest();
}
