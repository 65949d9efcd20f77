import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/index.js';
import { EventRepository } from '../events/event.repository.js';
import { OrderRepository } from '../orders/order.repository.js';
import { briefingOf, LAST_EVENTS, MINOR_FAMILIES, MINOR_TYPES } from './briefing.rules.js';
import { SessionPeople } from './session-people.js';
import type { Session } from './session.repository.js';

/** Draws up what an incoming commander must know, from what is recorded. */
@Injectable()
export class Briefings {
  constructor(
    private readonly people: SessionPeople,
    private readonly orders: OrderRepository,
    private readonly events: EventRepository,
  ) {}

  async of(tx: Tx, session: Session, at: Date): Promise<ReturnType<typeof briefingOf>> {
    const { id, caseId, title, kind, state } = session;
    return briefingOf({
      at,
      situation: { caseId, title, kind, state },
      orders: await this.orders.openOf(tx, id),
      attendance: await this.people.of(tx, id),
      events: await this.events.latest(tx, id, { families: MINOR_FAMILIES, types: MINOR_TYPES }, LAST_EVENTS),
    });
  }
}
