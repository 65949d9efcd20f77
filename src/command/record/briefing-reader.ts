import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import type { Tx } from '../../platform/index.js';
import { EventRepository } from '../events/event.repository.js';
import { LAST_EVENTS, MINOR_FAMILIES, MINOR_TYPES } from '../sessions/briefing.rules.js';
import { Briefings } from '../sessions/briefings.js';
import type { Session } from '../sessions/session.repository.js';
import { RecordNames } from './record-names.js';
import { reportLine } from './report.rules.js';
import type { BriefingView } from './report.schemas.js';

/** The briefing that goes with an offer of command, at any time, its last events in words. */
@Injectable()
export class BriefingReader {
  constructor(
    private readonly briefings: Briefings,
    private readonly events: EventRepository,
    private readonly names: RecordNames,
  ) {}

  async of(tx: Tx, session: Session, at: Date): Promise<z.output<typeof BriefingView>> {
    const { id, caseId, title, kind, state } = session;
    const { ordersOpen, orders, people } = await this.briefings.of(tx, session, at);
    const without = { families: MINOR_FAMILIES, types: MINOR_TYPES };
    const events = await this.events.latest(tx, id, without, LAST_EVENTS);
    const names = await this.names.of(tx, events);
    return {
      at: at.toISOString(),
      situation: {
        seq: 1,
        caseId,
        title,
        kind,
        state,
      },
      ordersOpen,
      orders: orders.map(({ seq, orderId, text, state: orderState, ackDueAt, doneDueAt }) => ({
        seq,
        orderId,
        text,
        state: orderState,
        ackDueAt,
        doneDueAt,
      })),
      people,
      events: events.map((event) => reportLine(event, names)),
    };
  }
}
