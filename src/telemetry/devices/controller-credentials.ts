import { randomBytes } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { type DeviceSummary, EquipmentEvents } from '../../equipment/index.js';
import {
  type Actor,
  AuditTrail,
  type Broker,
  BROKER,
  Clock,
  OnEvent,
  type RecordedEvent,
  SYSTEM,
  type Tx,
  UnitOfWork,
} from '../../platform/index.js';
import { BrokerAccounts, type BrokerState } from '../accounts/broker.accounts.js';
import { CredentialRepository, type Custody, sha256 } from './credential.repository.js';

const LIFE_MS = 12 * 3_600_000;
/** Of one with which a line is only tried. */
const TRIAL_MS = 120_000;

/** Shown once, to the page that hands it to the controller. */
export interface MintedCredential {
  readonly username: string;
  readonly password: string;
  readonly expiresAt: Date;
}

interface Minting {
  readonly device: DeviceSummary;
  readonly custody: Custody;
  readonly lifeMs: number;
  readonly action: string;
}

/** Secrets for a day's flying: one for a person and a controller, as long as it stays in the same hands (decision 19). */
@Injectable()
export class ControllerCredentials {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly repository: CredentialRepository,
    private readonly audit: AuditTrail,
    private readonly clock: Clock,
    private readonly accounts: BrokerAccounts,
    @Inject(BROKER) private readonly broker: Broker,
  ) {}

  /** Beside the lasting secret of the device, which stays. */
  async mint(tx: Tx, actor: Actor, device: DeviceSummary, custody: Custody): Promise<MintedCredential> {
    return this.made(tx, actor, { device, custody, lifeMs: LIFE_MS, action: 'telemetry.openPilotLine' });
  }

  /** One of the same kind for two minutes, to try the line with. */
  async mintForTrial(tx: Tx, actor: Actor, device: DeviceSummary, custody: Custody): Promise<MintedCredential> {
    return this.made(tx, actor, { device, custody, lifeMs: TRIAL_MS, action: 'telemetry.tryPilotLine' });
  }

  /** Ends what the person has minted for the device; a line that it opened is for its opener to close. */
  async end(tx: Tx, actor: Actor, deviceId: string): Promise<void> {
    await this.repository.endOf(tx, deviceId, actor.id, this.clock.now());
    await this.accounts.changed(tx, [deviceId]);
  }

  /** Whether the broker knows by now what was minted. */
  brokerStateOf(deviceId: string): Promise<BrokerState> {
    return this.accounts.stateOf(deviceId);
  }

  private async made(
    tx: Tx,
    actor: Actor,
    { device: { id, assetCode }, custody, lifeMs, action }: Minting,
  ): Promise<MintedCredential> {
    const password = randomBytes(32).toString('base64url');
    const username = this.accounts.mintedName(assetCode);
    const at = this.clock.now();
    const expiresAt = new Date(at.getTime() + lifeMs);
    await this.repository.mint(tx, {
      deviceId: id,
      username,
      secretSha256: sha256(password),
      secretSealed: this.accounts.sealed(password),
      at,
      expiresAt,
      userId: actor.id,
      ...custody,
    });
    const subject = { kind: 'device', id };
    const details = { assetCode, expiresAt: expiresAt.toISOString() };
    await this.audit.record(tx, { action, subject, details });
    await this.accounts.changed(tx, [id]);
    return { username, password, expiresAt };
  }

  @OnEvent(EquipmentEvents['equipment.checked_out'])
  async onCheckedOut(event: RecordedEvent): Promise<void> {
    await this.endBefore(event);
  }

  @OnEvent(EquipmentEvents['equipment.handed_back'])
  async onHandedBack(event: RecordedEvent): Promise<void> {
    await this.endBefore(event);
  }

  @OnEvent(EquipmentEvents['equipment.handed_over'])
  async onHandedOver(event: RecordedEvent): Promise<void> {
    await this.endBefore(event);
  }

  /** Whoever had it before may no longer speak as it; a secret minted since belongs to the new hands. */
  private async endBefore({ payload, recordedAt }: RecordedEvent): Promise<void> {
    const ended = await this.unitOfWork.run(SYSTEM, async (tx) => {
      const deviceIds = await this.repository.endMinted(tx, String(payload['deviceId']), recordedAt, this.clock.now());
      await this.accounts.changed(tx, deviceIds);
      return deviceIds;
    });
    for (const deviceId of ended) this.broker.disconnect(deviceId);
  }
}
