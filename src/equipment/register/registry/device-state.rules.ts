import type { DeviceState } from '../../equipment.codes.js';

/**
 * What may follow what. What comes back from being lost or retired (by mistake) is looked at first, so its way into
 * service leads through quarantine.
 */
export const DEVICE_MOVES: Readonly<Record<DeviceState, readonly DeviceState[]>> = {
  in_service: ['quarantined', 'maintenance', 'lost', 'retired'],
  quarantined: ['in_service', 'maintenance', 'lost', 'retired'],
  maintenance: ['in_service', 'quarantined', 'lost', 'retired'],
  lost: ['quarantined', 'retired'],
  retired: ['quarantined'],
};

export interface DeviceSituation {
  readonly state: DeviceState;
  /** Checked out, itself or with the device it travels with. */
  readonly isOut: boolean;
  readonly hasParts: boolean;
}

export type DeviceMoveRefusal = 'DEVICE_STATE_REFUSED' | 'DEVICE_OUT' | 'DEVICE_HAS_PARTS';

/** Why a device may not get that state; null when it may. Only a retirement asks where it is and what hangs on it. */
export function moveRefusal({ state, isOut, hasParts }: DeviceSituation, to: DeviceState): DeviceMoveRefusal | null {
  if (!DEVICE_MOVES[state].includes(to)) return 'DEVICE_STATE_REFUSED';
  if (to !== 'retired') return null;
  if (isOut) return 'DEVICE_OUT';
  return hasParts ? 'DEVICE_HAS_PARTS' : null;
}
