import type { Entry } from '../../journal.js';
import type { DeviceRecord } from './register.repository.js';

/** What the journal says of the register. */
export function registered({ id, assetCode, unitId }: DeviceRecord, kindCode: string): Entry {
  return {
    action: 'equipment.register',
    subject: { kind: 'device', id },
    event: 'equipment.device_registered',
    aggregate: `device:${id}`,
    payload: { deviceId: id, assetCode, kindCode, unitId },
  };
}

export function changed({ id, assetCode }: Pick<DeviceRecord, 'id' | 'assetCode'>, what: Entry['payload']): Entry {
  return {
    action: 'equipment.change',
    subject: { kind: 'device', id },
    event: 'equipment.device_changed',
    aggregate: `device:${id}`,
    payload: { deviceId: id, assetCode, changed: what },
  };
}
