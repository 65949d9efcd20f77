import { Injectable } from '@nestjs/common';
import { CasesService } from '../../cases/index.js';
import { EquipmentService } from '../../equipment/index.js';
import type { Tx } from '../../platform/index.js';
import { EventRepository } from '../events/event.repository.js';
import { OrderRepository } from '../orders/order.repository.js';
import { briefingOf, type DeviceOut, LAST_EVENTS, MINOR_FAMILIES, MINOR_TYPES } from './briefing.rules.js';
import { SessionPeople } from './session-people.js';
import type { Session } from './session.repository.js';

/** Draws up what an incoming commander must know, from what is recorded. */
@Injectable()
export class Briefings {
  constructor(
    private readonly cases: CasesService,
    private readonly people: SessionPeople,
    private readonly orders: OrderRepository,
    private readonly events: EventRepository,
    private readonly equipment: EquipmentService,
  ) {}

  async of(tx: Tx, session: Session, at: Date): Promise<ReturnType<typeof briefingOf>> {
    const file = await this.cases.find(tx, session.caseId);
    return briefingOf({
      at,
      situation: {
        caseId: session.caseId,
        caseNumber: file?.number ?? null,
        caseTitle: file?.title ?? null,
        title: session.title,
        kind: session.kind,
        state: session.state,
      },
      orders: await this.orders.openOf(tx, session.id),
      attendance: await this.people.of(tx, session.id),
      devices: await this.devicesOut(tx, session.caseId),
      events: await this.events.latest(tx, session.id, { families: MINOR_FAMILIES, types: MINOR_TYPES }, LAST_EVENTS),
    });
  }

  /** In someone's hands for the case. */
  private async devicesOut(tx: Tx, caseId: string): Promise<DeviceOut[]> {
    const holdings = (await this.equipment.openHoldings(tx)).filter((holding) => holding.caseId === caseId);
    if (holdings.length === 0) return [];
    const ids = holdings.map(({ deviceId }) => deviceId);
    const codes = new Map((await this.equipment.findDevices(tx, ids)).map(({ id, assetCode }) => [id, assetCode]));
    return holdings.map(({ deviceId, holderUserId, bookingId }) => ({
      deviceId,
      assetCode: codes.get(deviceId) ?? '',
      holderUserId,
      bookingId,
    }));
  }
}
