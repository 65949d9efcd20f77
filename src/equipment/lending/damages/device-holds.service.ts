import { Injectable } from '@nestjs/common';
import type { Tx } from '../../../platform/index.js';
import { DeviceStates } from '../../register/registry/device-states.service.js';
import type { DeviceRecord } from '../../register/registry/register.repository.js';
import type { DamageRecord } from './damage.entity.js';
import { DamageRepository } from './damage.repository.js';
import { heldState, reasonOf } from './damage.rules.js';

/**
 * Damages that block use keep their device out of service, and let it back. What somebody else has taken out of service
 * stays there: only a state that stands under a damage's own reason is changed.
 */
@Injectable()
export class DeviceHolds {
  constructor(
    private readonly damages: DamageRepository,
    private readonly states: DeviceStates,
  ) {}

  /** After a change of one of its damages; the device is locked. */
  async settle(tx: Tx, device: DeviceRecord): Promise<void> {
    const open = await this.damages.openOf(tx, device.id);
    const wanted = heldState(open);
    const holder = open.find(({ severity }) => severity === 'blocks_use');
    const held = await this.heldUnder(tx, device);
    if (wanted === null || !holder) {
      if (held) await this.states.move(tx, device, { to: 'in_service', reason: '损坏处理结束' });
      await this.damages.release(tx, device.id);
      return;
    }
    if (device.state !== 'in_service' && !held) return;
    const reason = held ?? reasonOf(holder);
    if (device.state !== wanted) await this.states.move(tx, device, { to: wanted, reason });
    await this.damages.hold(tx, device.id, holder.id, reason);
  }

  /** Written off, it leaves the pool for good. @throws DEVICE_OUT, DEVICE_HAS_PARTS */
  async retire(tx: Tx, device: DeviceRecord, damage: DamageRecord): Promise<void> {
    await this.damages.release(tx, device.id);
    if (device.state !== 'retired') await this.states.move(tx, device, { to: 'retired', reason: reasonOf(damage) });
  }

  /** The reason of a damage under which the device is out of service now; undefined where it is in, or for another. */
  private async heldUnder(tx: Tx, { id, state, stateReason }: DeviceRecord): Promise<string | undefined> {
    if (stateReason === null || (state !== 'quarantined' && state !== 'maintenance')) return undefined;
    return (await this.damages.holdsUnder(tx, id, stateReason)) ? stateReason : undefined;
  }
}
