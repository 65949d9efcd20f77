import type { z } from 'zod';
import type { Position } from '../../../geo/index.js';
import { newId } from '../../../platform/index.js';
import type { DeviceKind } from '../pool/device-kind.entity.js';
import { requireAttributes, requireDroneClass } from './device-judge.js';
import type { DeviceChange, DeviceCreate } from './device-register.schemas.js';
import type { DeviceRecord } from './register.repository.js';

export type NewDevice = Omit<z.output<typeof DeviceCreate>, 'kindCode' | 'unitId' | 'home'>;
export type DeviceChangeset = Omit<z.output<typeof DeviceChange>, 'version'>;

interface Arrival {
  readonly unitId: string;
  readonly home: Position | null;
  readonly at: Date;
}

/** A device as it enters the register. @throws DEVICE_ATTRIBUTES_INVALID, NOT_A_DRONE, DRONE_CLASS_CONTRADICTED */
export function newDevice(kind: DeviceKind, input: NewDevice, { unitId, home, at }: Arrival): DeviceRecord {
  requireAttributes(kind, input.attributes);
  return {
    ...BLANK,
    ...input,
    id: newId(),
    kindId: kind.id,
    unitId,
    model: input.model ?? kind.model,
    homePosition: home && { x: home.lon, y: home.lat },
    droneClass: requireDroneClass(kind, { ...BLANK, ...input }),
    stateSince: at,
    createdAt: at,
    updatedAt: at,
  };
}

/** What is written when a device is corrected. @throws as `newDevice` */
export function changedDevice(
  kind: DeviceKind,
  before: DeviceRecord,
  { home, ...fields }: DeviceChangeset,
): Partial<DeviceRecord> {
  if (fields.attributes) requireAttributes(kind, fields.attributes);
  return {
    ...fields,
    droneClass: requireDroneClass(kind, { ...before, ...fields }),
    ...(home !== undefined && { homePosition: home && { x: home.lon, y: home.lat } }),
  };
}

/**
 * What is written when a device turns out to be of another kind. Its fields are judged anew; what only the wrong kind
 * had goes with it. @throws as `newDevice`
 */
export function ofAnotherKind(
  before: DeviceRecord,
  { from, to }: { readonly from: DeviceKind; readonly to: DeviceKind },
  {
    attributes = before.attributes,
    droneClass,
    model,
  }: Partial<Pick<DeviceRecord, 'attributes' | 'droneClass' | 'model'>>,
): Partial<DeviceRecord> {
  requireAttributes(to, attributes);
  const isDrone = to.category === 'uav' && !to.isPart;
  const claimed = droneClass ?? (isDrone ? before.droneClass : null);
  return {
    kindId: to.id,
    attributes,
    model: model ?? (before.model === from.model ? to.model : before.model),
    droneClass: requireDroneClass(to, { ...before, droneClass: claimed }),
    ...(!to.countsCycles && { cycleCount: null, healthPercent: null }),
  };
}

const BLANK = {
  partOfId: null,
  serial: null,
  djiModelKey: null,
  state: 'in_service',
  linkKind: null,
  productIdCode: null,
  uomRegistration: null,
  droneClass: null,
  reportsIdentity: null,
  emptyMassGrams: null,
  maxTakeoffMassGrams: null,
  firmware: null,
  insurancePolicy: null,
  insuredUntil: null,
  purchasedOn: null,
  priceCents: null,
  cycleCount: null,
  healthPercent: null,
  stateReason: null,
  version: 1,
} as const;
