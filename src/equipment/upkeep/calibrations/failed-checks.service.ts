import { Injectable } from '@nestjs/common';
import { Notices } from '../../../identity/index.js';
import type { Tx } from '../../../platform/index.js';
import type { DeviceState } from '../../equipment.codes.js';
import { DeviceStates } from '../../register/registry/device-states.service.js';
import type { DeviceRecord } from '../../register/registry/register.repository.js';
import { CalibrationNotices } from './calibration.notices.js';
import { CalibrationRepository } from './calibration.repository.js';
import type { CalibrationCheck } from './calibration.rules.js';

/** States from which a failed check takes a device; what is out of use already stays as it is. */
const IN_USE: readonly DeviceState[] = ['in_service', 'maintenance'];

/** A device that fails a check leaves service at once; a later pass alone does not bring it back. */
@Injectable()
export class FailedChecks {
  constructor(
    private readonly calibrations: CalibrationRepository,
    private readonly states: DeviceStates,
    private readonly notices: Notices,
  ) {}

  /** The device is locked. Nothing happens where work done later has passed: an old certificate was only filed late. */
  async settle(tx: Tx, device: DeviceRecord, check: CalibrationCheck): Promise<void> {
    const { id, result, doneOn } = check;
    if (result === 'pass' || !IN_USE.includes(device.state)) return;
    if (await this.calibrations.passedAfter(tx, device.id, doneOn)) return;
    const { assetCode, unitId } = device;
    await this.states.move(tx, device, { to: 'quarantined', reason: `检定/校准不合格（${doneOn}）` });
    await this.notices.tell(tx, {
      to: { role: { unitId, role: 'equipment_manager' } },
      content: CalibrationNotices.CHECK_FAILED({ assetCode, doneOn }),
      subject: { kind: 'device', id: device.id },
      occasion: id,
    });
  }
}
