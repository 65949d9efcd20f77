import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { type Actor, UnitOfWork } from '../../../platform/index.js';
import { PoolRights } from '../../pool-rights.service.js';
import type { DeviceDetail } from '../pool/device.schemas.js';
import { DevicesService } from '../pool/devices.service.js';
import { DeviceChanges } from './device-changes.service.js';
import {
  type DeviceChange,
  type DeviceCreate,
  type DeviceStateChange,
  type DeviceStateView,
  toAffectedBooking,
} from './device-register.schemas.js';
import { DeviceRegistrar } from './device-registrar.service.js';
import { DeviceStates } from './device-states.service.js';

type Detail = z.input<typeof DeviceDetail>;

/** What managers do to the register, one transaction each, answered with the device as it is then. */
@Injectable()
export class RegisterService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly registrar: DeviceRegistrar,
    private readonly changes: DeviceChanges,
    private readonly states: DeviceStates,
    private readonly devices: DevicesService,
    private readonly rights: PoolRights,
  ) {}

  async register(actor: Actor, input: z.output<typeof DeviceCreate>): Promise<Detail> {
    return this.unitOfWork.run(actor, async (tx) =>
      this.devices.detail(tx, actor, await this.registrar.register(tx, actor, input)),
    );
  }

  async change(
    actor: Actor,
    id: string,
    version: number,
    changes: Omit<z.output<typeof DeviceChange>, 'version'>,
  ): Promise<Detail> {
    return this.unitOfWork.run(actor, async (tx) => {
      await this.changes.change(tx, actor, { id, version, changes });
      return this.devices.detail(tx, actor, id);
    });
  }

  async changeState(
    actor: Actor,
    id: string,
    { state: to, reason, version }: z.output<typeof DeviceStateChange>,
  ): Promise<z.input<typeof DeviceStateView>> {
    return this.unitOfWork.run(actor, async (tx) => {
      const affected = await this.states.change(tx, actor, { id, version, move: { to, reason } });
      const affectedBookings = affected.map((row) => toAffectedBooking(row, this.rights.nameOf(row.unitId)));
      return { ...(await this.devices.detail(tx, actor, id)), affectedBookings };
    });
  }
}
