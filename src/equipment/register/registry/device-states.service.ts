import { Injectable } from '@nestjs/common';
import { Notices } from '../../../identity/index.js';
import { type Actor, Clock, type Tx } from '../../../platform/index.js';
import type { DeviceState } from '../../equipment.codes.js';
import { EquipmentErrors } from '../../equipment.errors.js';
import { Journal } from '../../journal.js';
import { requireAttributes } from './device-judge.js';
import { DeviceLocker } from './device-locker.js';
import { moveRefusal } from './device-state.rules.js';
import { type AffectedBookingRow, RegisterRepository, type DeviceRecord } from './register.repository.js';
import { RegisterNotices } from './register.notices.js';

const STATES_ZH: Readonly<Record<DeviceState, string>> = {
  in_service: '在用',
  quarantined: '停用待查',
  maintenance: '维修保养',
  lost: '遗失',
  retired: '报废',
};

export interface StateMove {
  readonly to: DeviceState;
  readonly reason: string;
}

/** Devices leave service and come back, inside the caller's transaction. */
@Injectable()
export class DeviceStates {
  constructor(
    private readonly locker: DeviceLocker,
    private readonly register: RegisterRepository,
    private readonly journal: Journal,
    private readonly notices: Notices,
    private readonly clock: Clock,
  ) {}

  /**
   * By the owner's manager. Gives the bookings that the device will not serve.
   * @throws DEVICE_NOT_FOUND, FORBIDDEN, DEVICE_CHANGED, and what `move` throws
   */
  async change(
    tx: Tx,
    actor: Actor,
    { id, version, move }: { id: string; version?: number; move: StateMove },
  ): Promise<AffectedBookingRow[]> {
    return this.move(tx, await this.locker.lockOwn(tx, actor, id, version), move);
  }

  /**
   * Moves a locked device, whoever decided it (a failed check, a damage). Those who booked it are told.
   * @throws DEVICE_STATE_REFUSED, DEVICE_OUT, DEVICE_HAS_PARTS, DEVICE_ATTRIBUTES_INVALID
   */
  async move(tx: Tx, device: DeviceRecord, { to, reason }: StateMove): Promise<AffectedBookingRow[]> {
    const { id, assetCode, state: from, partOfId, version } = device;
    const refusal = moveRefusal({ state: from, ...(await this.register.situation(tx, device)) }, to);
    if (refusal) throw EquipmentErrors[refusal]({ deviceId: id, assetCode, from, to });
    // The kind may have got other fields while the device was retired and nobody looked.
    if (from === 'retired') requireAttributes(await this.locker.holdKind(tx, device), device.attributes);
    const now = this.clock.now();
    await this.register.update(tx, id, {
      state: to,
      stateReason: reason,
      stateSince: now,
      version: version + 1,
      updatedAt: now,
    });
    const affected = to === 'in_service' ? [] : await this.register.affectedBookings(tx, partOfId ?? id, now);
    const bookingIds = affected.map(({ bookingId }) => bookingId);
    await this.journal.record(tx, {
      action: 'equipment.changeState',
      subject: { kind: 'device', id },
      event: 'equipment.device_state_changed',
      aggregate: `device:${id}`,
      payload: { deviceId: id, assetCode, from, to, reason, bookingIds },
    });
    await this.tellBookers(tx, device, to, affected);
    return affected;
  }

  private async tellBookers(
    tx: Tx,
    { assetCode, version }: DeviceRecord,
    state: DeviceState,
    affected: readonly AffectedBookingRow[],
  ): Promise<void> {
    for (const { bookingId, requestedBy } of affected)
      await this.notices.tell(tx, {
        to: { userIds: [requestedBy] },
        content: RegisterNotices.BOOKED_DEVICE_WITHDRAWN({ assetCode, state, stateZh: STATES_ZH[state] }),
        subject: { kind: 'booking', id: bookingId },
        occasion: `${assetCode} ${version}`,
      });
  }
}
