import { Injectable } from '@nestjs/common';
import { EquipmentService, USUAL_PRIORITY } from '../../equipment/index.js';
import type { CommandContext, Effect, Handlers } from '../commands/command-context.js';
import type { Command, CommandType, Payload } from '../commands/command-types.js';
import { OrderIssuing } from '../orders/order-issuing.js';

const LONGEST_PURPOSE = 500;
/** What books. */
const BOOKING_TYPES: readonly CommandType[] = ['dispatch.confirm', 'request.meet'];

/** Sends people with devices: the order and the booking are committed together, or neither. */
@Injectable()
export class DispatchCommands {
  constructor(
    private readonly equipment: EquipmentService,
    private readonly issuing: OrderIssuing,
  ) {}

  readonly handlers: Handlers<'dispatch.confirm'> = {
    'dispatch.confirm': (context, payload) => this.confirm(context, payload),
  };

  /** What books may meet somebody else's period: the answer is then the one of `POST /bookings`. */
  async explained<T>({ type }: Command, work: () => Promise<T>): Promise<T> {
    return BOOKING_TYPES.includes(type) ? this.equipment.explained(work) : work();
  }

  /** @throws what `POST /bookings` answers, and what `order.issue` refuses */
  private async confirm(context: CommandContext, payload: Payload<'dispatch.confirm'>): Promise<Effect> {
    const { deviceId, userId, capacity, during, lots, ...asked } = payload;
    const [booking] = await this.equipment.book(context.tx, context.user, [
      {
        during: { from: new Date(during.from), to: new Date(during.to) },
        purpose: asked.text.slice(0, LONGEST_PURPOSE),
        caseId: context.session.caseId,
        deviceIds: [deviceId],
        people: [{ capacity, userId }],
        priority: USUAL_PRIORITY,
        ...(lots && { lots }),
      },
    ]);
    if (!booking) throw new Error('nothing was booked');
    const { facts } = await this.issuing.issue(context, { ...asked, to: { userId } }, booking.id);
    const [device] = booking.devices;
    const isAsked = booking.state === 'requested';
    const booked = {
      bookingId: booking.id,
      bookingState: booking.state,
      assetCode: device?.assetCode,
      loanAsked: isAsked,
    };
    return { facts: { to: { userId }, ...facts, ...booked } };
  }
}
