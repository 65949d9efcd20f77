import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import type { Actor, Tx } from '../../../platform/index.js';
import { BookingRepository } from '../../lending/bookings/booking.repository.js';
import { CalibrationsService } from '../../upkeep/calibrations/calibrations.service.js';
import { WhereaboutsReader } from '../../lending/loans/whereabouts.reader.js';
import { PoolRights } from '../../pool-rights.service.js';
import { RegisterRepository } from '../registry/register.repository.js';
import type { DeviceRow } from './device-row.js';
import { DeviceRepository } from './device.repository.js';
import { type DeviceDetail, type DeviceView, toBusy } from './device.schemas.js';
import { toRegisterView } from './register.view.js';

const MOST_BUSY_PERIODS = 200;

/** Everything that the page of one device shows. */
@Injectable()
export class DeviceDetails {
  constructor(
    private readonly devices: DeviceRepository,
    private readonly register: RegisterRepository,
    private readonly bookings: BookingRepository,
    private readonly calibrations: CalibrationsService,
    private readonly whereabouts: WhereaboutsReader,
    private readonly rights: PoolRights,
  ) {}

  async of(
    tx: Tx,
    actor: Actor,
    { row, view, now }: { row: DeviceRow; view: z.input<typeof DeviceView>; now: Date },
  ): Promise<z.input<typeof DeviceDetail>> {
    const { state, certificate, dueOn } = await this.calibrations.at(tx, row.id, now);
    const device = await this.register.get(tx, row.id);
    if (!device) throw new Error(`device ${row.id} is gone`);
    const isOwner = this.rights.owns(actor, 'device.readParty', row.unitId);
    return {
      ...view,
      ...toRegisterView(device, { isParty: !view.redacted, isOwner }),
      attributes: view.redacted ? null : { ...row.attributes },
      parts: await this.devices.partsOf(tx, row.id),
      busy: toBusy((await this.bookings.blockedOf(tx, row.partOfId ?? row.id, now)).slice(0, MOST_BUSY_PERIODS)),
      calibration: { state, certificateNumber: certificate ?? null, dueOn: dueOn ?? null },
      usedSeconds: await this.devices.usedSeconds(tx, row.id),
      whereabouts: view.redacted ? null : await this.whereabouts.view(tx, { ...row, home: view.home ?? null }),
    };
  }
}
