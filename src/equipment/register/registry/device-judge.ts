import type { DroneClass } from '../../equipment.codes.js';
import { EquipmentErrors } from '../../equipment.errors.js';
import type { DeviceKind } from '../pool/device-kind.entity.js';
import { attributeCheck } from './attribute.rules.js';
import { type DroneClaim, droneClassOf } from './device-record.rules.js';

/** @throws DEVICE_ATTRIBUTES_INVALID naming each field */
export function requireAttributes(kind: DeviceKind, attributes: Readonly<Record<string, unknown>>): void {
  const errors = attributeCheck(kind.attributeSchema)(attributes);
  if (errors.length > 0) throw EquipmentErrors.DEVICE_ATTRIBUTES_INVALID({ kindCode: kind.code, errors });
}

/** The class to record. @throws NOT_A_DRONE, DRONE_CLASS_CONTRADICTED */
export function requireDroneClass(kind: DeviceKind, claim: DroneClaim): DroneClass | null {
  const answer = droneClassOf(kind, claim);
  if (answer.ok) return answer.droneClass;
  const { droneClass, emptyMassGrams, maxTakeoffMassGrams } = claim;
  if (answer.code === 'NOT_A_DRONE') throw EquipmentErrors.NOT_A_DRONE({ kindCode: kind.code, droneClass });
  const { lowest } = answer;
  throw EquipmentErrors.DRONE_CLASS_CONTRADICTED({ droneClass, lowest, emptyMassGrams, maxTakeoffMassGrams });
}
