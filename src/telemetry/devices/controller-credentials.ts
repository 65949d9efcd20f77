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

/** One that is tried and ended by whoever made it. */
export interface TrialCredential extends MintedCredential {
  readonly id: string;
}

interface Minting {
  readonly device: DeviceSummary;
  readonly custody: Custody;
  readonly isTrial: boolean;
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
    const { username, password, expiresAt } = await this.made(tx, actor, { device, custody, isTrial: false });
    return { username, password, expiresAt };
  }

  /** One of the same kind for two minutes, to try the line with; whatever the person flies with goes on. */
  async mintForTrial(tx: Tx, actor: Actor, device: DeviceSummary, custody: Custody): Promise<TrialCredential> {
    return this.made(tx, actor, { device, custody, isTrial: true });
  }

  /** Ends a trial; a line that it opened is for its opener to close. */
  async endTrial(tx: Tx, { id }: TrialCredential, deviceId: string): Promise<void> {
    await this.repository.end(tx, id, this.clock.now());
    await this.accounts.changed(tx, [deviceId]);
  }

  /** Whether the broker knows by now what was minted. */
  brokerStateOf(deviceId: string): Promise<BrokerState> {
    return this.accounts.stateOf(deviceId);
  }

  private async made(
    tx: Tx,
    actor: Actor,
    { device: { id, assetCode }, custody, isTrial }: Minting,
  ): Promise<TrialCredential> {
    const password = randomBytes(32).toString('base64url');
    const username = this.accounts.mintedName(assetCode);
    const at = this.clock.now();
    const expiresAt = new Date(at.getTime() + (isTrial ? TRIAL_MS : LIFE_MS));
    const secret = {
      deviceId: id,
      username,
      secretSha256: sha256(password),
      secretSealed: this.accounts.sealed(password),
      at,
      expiresAt,
      userId: actor.id,
      ...custody,
    };
    const credentialId = await (isTrial ? this.repository.mintBeside(tx, secret) : this.repository.mint(tx, secret));
    const action = isTrial ? 'telemetry.tryPilotLine' : 'telemetry.openPilotLine';
    const subject = { kind: 'device', id };
    const details = { assetCode, expiresAt: expiresAt.toISOString() };
    await this.audit.record(tx, { action, subject, details });
    await this.accounts.changed(tx, [id]);
    return { id: credentialId, username, password, expiresAt };
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
