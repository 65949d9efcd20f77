import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { asUser } from '../../identity/index.js';
import { type Actor, Clock, newId, type Tx } from '../../platform/index.js';
import { EquipmentErrors } from '../equipment.errors.js';
import { Journal } from '../journal.js';
import { PoolRights } from '../pool-rights.service.js';
import { requireAttributes, requireDroneClass } from './device-judge.js';
import { DeviceKeeper } from './device-keeper.js';
import type { DeviceCreate } from './device-register.schemas.js';
import { KindRepository } from './kind.repository.js';
import type { DeviceRecord } from './register.repository.js';

type Input = z.output<typeof DeviceCreate>;

/** A device enters the register, inside the caller's transaction. */
@Injectable()
export class DeviceRegistrar {
  constructor(
    private readonly keeper: DeviceKeeper,
    private readonly kinds: KindRepository,
    private readonly rights: PoolRights,
    private readonly journal: Journal,
    private readonly clock: Clock,
  ) {}

  /** Id of the new device. @throws FORBIDDEN, UNIT_UNKNOWN, DEVICE_KIND_UNKNOWN, DEVICE_ATTRIBUTES_INVALID, DRONE_*, NOT_A_DRONE, DEVICE_EXISTS */
  async register(tx: Tx, actor: Actor, input: Input): Promise<string> {
    const { kindCode, unitId = asUser(actor).unitId, home = this.rights.reaches.positionOf(unitId), ...record } = input;
    this.rights.requireUnit(actor, 'device.manage', unitId);
    const kind = await this.kinds.hold(tx, { code: kindCode });
    if (!kind) throw EquipmentErrors.DEVICE_KIND_UNKNOWN({ kindCode });
    requireAttributes(kind, record.attributes);
    const at = this.clock.now();
    const device: DeviceRecord = {
      ...BLANK,
      ...record,
      id: newId(),
      kindId: kind.id,
      unitId,
      model: record.model ?? kind.model,
      homePosition: home && { x: home.lon, y: home.lat },
      droneClass: requireDroneClass(kind, { ...BLANK, ...record }),
      stateSince: at,
      createdAt: at,
      updatedAt: at,
    };
    await this.keeper.insert(tx, device);
    await this.journal.record(tx, {
      action: 'equipment.register',
      subject: { kind: 'device', id: device.id },
      event: 'equipment.device_registered',
      aggregate: `device:${device.id}`,
      payload: { deviceId: device.id, assetCode: device.assetCode, kindCode, unitId },
    });
    return device.id;
  }
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
