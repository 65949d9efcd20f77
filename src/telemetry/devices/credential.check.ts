import { timingSafeEqual } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { type DeviceSummary, EquipmentService } from '../../equipment/index.js';
import { Actors } from '../../identity/index.js';
import { Clock, type Tx, UnitOfWork } from '../../platform/index.js';
import { CredentialRepository, type LiveSecret, sha256 } from './credential.repository.js';

/** Proves that whoever connects has the device's secret. */
@Injectable()
export class CredentialCheck {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly repository: CredentialRepository,
    private readonly actors: Actors,
    private readonly equipment: EquipmentService,
    private readonly clock: Clock,
  ) {}

  /** Whether the password is a live secret of the device. */
  async proves(device: DeviceSummary, password: string): Promise<boolean> {
    const given = sha256(password);
    return this.unitOfWork.read(async (tx) => {
      const live = await this.repository.live(tx, device.id, this.clock.now());
      const match = live.find(({ secretSha256 }) => timingSafeEqual(secretSha256, given));
      return match !== undefined && (await this.isGood(tx, match));
    });
  }

  /** Whether a line of the device may be open now, with whichever of its secrets. */
  async holdsAny(device: DeviceSummary): Promise<boolean> {
    return this.unitOfWork.read(async (tx) => (await this.good(tx, device)).length > 0);
  }

  /** Every secret with which a line of the device may be opened now. */
  async good(tx: Tx, { id, state, linkKind }: DeviceSummary): Promise<LiveSecret[]> {
    if (state === 'retired' || linkKind !== 'live') return [];
    const good: LiveSecret[] = [];
    for (const secret of await this.repository.live(tx, id, this.clock.now()))
      if (await this.isGood(tx, secret)) good.push(secret);
    return good;
  }

  private async isGood(tx: Tx, { minted }: LiveSecret): Promise<boolean> {
    return minted === null || (await this.isStillGood(tx, minted));
  }

  /** A secret for a day ends with the account that opened the line, and with the hands that the device was in then. */
  private async isStillGood(
    tx: Tx,
    { userId, heldAs, custodyId }: NonNullable<LiveSecret['minted']>,
  ): Promise<boolean> {
    if ((await this.actors.find(userId)) === undefined) return false;
    return ((await this.equipment.openCustody(tx, heldAs))?.id ?? null) === custodyId;
  }
}
