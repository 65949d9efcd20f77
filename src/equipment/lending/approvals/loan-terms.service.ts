import { Inject, Injectable } from '@nestjs/common';
import { Clock, CONFIG, type Config } from '../../../platform/index.js';
import { LoanReaches } from '../bookings/loan-reach.service.js';
import { EquipmentErrors } from '../../equipment.errors.js';
import type { LockedDevice } from '../../register/pool/device-row.js';
import { asksOwner, requestLapsesAt } from './approval.rules.js';

/** On whose word a device is lent. */
@Injectable()
export class LoanTerms {
  constructor(
    private readonly reaches: LoanReaches,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** Whether the owner answers before this unit has the device. */
  asksOwner(device: LockedDevice, unitId: string): boolean {
    return asksOwner(device.loanApproval, this.reaches.placeOf(device.unitId), this.reaches.placeOf(unitId));
  }

  /**
   * When a request made now lapses; null where no device is asked for.
   * @throws APPROVAL_REQUIRED when the period begins before the owners of `asked` could answer
   */
  lapseOf(asked: readonly LockedDevice[], from: Date): Date | null {
    if (asked.length === 0) return null;
    const lapsesAt = requestLapsesAt(this.clock.now(), from, this.config.SKYDOCKET_LOAN_APPROVAL_HOURS);
    if (!lapsesAt) this.requireNone(asked);
    return lapsesAt;
  }

  /** @throws APPROVAL_REQUIRED naming devices whose owners would have to answer first */
  requireNone(asked: readonly LockedDevice[]): void {
    if (asked.length === 0) return;
    throw EquipmentErrors.APPROVAL_REQUIRED({
      devices: asked.map(({ id, assetCode, unitId }) => ({
        deviceId: id,
        assetCode,
        ownerUnitId: unitId,
        ownerUnitName: this.reaches.nameOf(unitId),
      })),
    });
  }
}
