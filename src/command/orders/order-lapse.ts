import { Injectable } from '@nestjs/common';
import { Notices } from '../../identity/index.js';
import type { Tx } from '../../platform/index.js';
import type { Session } from '../sessions/session.repository.js';
import { OrderBookings } from './order-bookings.js';
import { OrderNotices } from './order.notices.js';
import { type Order, OrderRepository } from './order.repository.js';

/** What is written when an order has expired. */
@Injectable()
export class OrderLapse {
  constructor(
    private readonly orders: OrderRepository,
    private readonly bookings: OrderBookings,
    private readonly notices: Notices,
  ) {}

  /** Saves it, gives up what was booked with it and tells its giver. */
  async write(tx: Tx, { id: sessionId, title }: Session, order: Order, at: Date): Promise<void> {
    await this.orders.save(tx, order, at);
    await this.bookings.settle(tx, order, order.state);
    await this.notices.tell(tx, {
      to: { userIds: [order.issuedBy] },
      content: OrderNotices.ORDER_EXPIRED({ title }),
      subject: { kind: 'command_session', id: sessionId },
      occasion: order.id,
    });
  }
}
