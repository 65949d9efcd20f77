import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { type AbsenceFact, asUser, IdentityEvents, Notices } from '../../../identity/index.js';
import {
  type Actor,
  OnEvent,
  period,
  type RecordedEvent,
  SYSTEM,
  type Tx,
  UnitOfWork,
} from '../../../platform/index.js';
import { EquipmentErrors } from '../../equipment.errors.js';
import { CrewNotices } from './crew.notices.js';
import { PoolRights } from '../../pool-rights.service.js';
import { DeviceRepository } from '../../register/pool/device.repository.js';
import { CrewRepository } from './crew.repository.js';
import type { Operated } from './crew.rules.js';
import { Crew } from './crew.service.js';
import { type CrewQuery, type CrewView, toCrewItem } from './crew.schemas.js';

/** Who can go along; and word to those whose people will be away. */
@Injectable()
export class CrewBoard {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly crew: Crew,
    private readonly repository: CrewRepository,
    private readonly devices: DeviceRepository,
    private readonly rights: PoolRights,
    private readonly notices: Notices,
  ) {}

  /** @throws DEVICE_NOT_FOUND */
  async survey(actor: Actor, query: z.output<typeof CrewQuery>): Promise<z.input<typeof CrewView>> {
    const { capacity, from, to, deviceId } = query;
    const { unitId } = asUser(actor);
    const judged = await this.unitOfWork.read(async (tx) => {
      const devices = deviceId === undefined ? [] : [await this.operated(tx, deviceId)];
      return this.crew.survey(tx, capacity, { unitId, during: { from, to }, devices });
    });
    return { items: judged.map((one) => toCrewItem(one, this.rights.nameOf(one.person.unitId))), nextCursor: null };
  }

  @OnEvent(IdentityEvents['identity.absence_recorded'])
  async warnBookers({ payload }: RecordedEvent): Promise<void> {
    const { absenceId, userId, from, to } = payload as unknown as AbsenceFact;
    await this.unitOfWork.run(SYSTEM, async (tx) => {
      const affected = await this.repository.countingOn(tx, userId, { from: new Date(from), to: new Date(to) });
      for (const { bookingId, requestedBy, userName, during } of affected) {
        await this.notices.tell(tx, {
          to: { userIds: [requestedBy] },
          content: CrewNotices.BOOKED_PERSON_AWAY({ name: userName, from: period(during).from.toISOString() }),
          subject: { kind: 'booking', id: bookingId },
          occasion: absenceId,
        });
      }
    });
  }

  private async operated(tx: Tx, id: string): Promise<Operated> {
    const device = await this.devices.find(tx, { id });
    if (!device) throw EquipmentErrors.DEVICE_NOT_FOUND();
    return device;
  }
}
