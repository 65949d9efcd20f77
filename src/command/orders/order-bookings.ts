import { Injectable } from '@nestjs/common';
import { EquipmentService } from '../../equipment/index.js';
import type { Tx } from '../../platform/index.js';
import type { Order } from './order-row.js';
import type { OrderState } from './order.rules.js';

/** States in which nobody sets out any more. */
const CALLED_OFF: readonly OrderState[] = ['CANCELLED', 'REJECTED', 'EXPIRED'];

/** What was booked with an order. */
@Injectable()
export class OrderBookings {
  constructor(private readonly equipment: EquipmentService) {}

  /** An order that is called off gives up what it booked, as far as that has not left. */
  async settle(tx: Tx, { bookingId }: Order, after: OrderState): Promise<void> {
    if (bookingId && CALLED_OFF.includes(after)) await this.equipment.giveUpBooking(tx, bookingId);
  }
}
