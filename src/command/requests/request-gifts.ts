import { Injectable } from '@nestjs/common';
import { EquipmentService, USUAL_PRIORITY } from '../../equipment/index.js';
import { CommandErrors } from '../command.errors.js';
import type { CommandContext } from '../commands/command-context.js';
import type { Payload } from '../commands/command-types.js';
import { RegisterErrors } from '../consultation/register/register.errors.js';
import { RegisterRepository } from '../consultation/register/register.repository.js';
import { OrderAddressees } from '../orders/order-addressees.js';
import type { SessionRequest } from './request.repository.js';

const LONGEST_PURPOSE = 500;

type Gift = Payload<'request.meet'>;

export interface Booked {
  readonly bookingId: string;
  readonly bookingState: string;
  readonly assetCodes: readonly string[];
  /** The owner answers first. */
  readonly loanAsked: boolean;
}

/** Gives what a request is met with, in the transaction of its event. */
@Injectable()
export class RequestGifts {
  constructor(
    private readonly equipment: EquipmentService,
    private readonly register: RegisterRepository,
    private readonly addressees: OrderAddressees,
  ) {}

  /** @throws what `POST /bookings` answers, REQUEST_WITHOUT_PERIOD, EXPERT_UNKNOWN, CANNOT_TAKE_PART */
  async give(context: CommandContext, request: SessionRequest, gift: Gift): Promise<Booked | undefined> {
    for (const userId of gift.userIds ?? []) await this.addressees.pullIn(context, { userId });
    for (const expertId of gift.expertIds ?? []) {
      const expert = await this.register.expert(context.tx, expertId);
      if (!expert?.active) throw RegisterErrors.EXPERT_UNKNOWN();
    }
    return gift.deviceIds && this.book(context, request, { ...gift, deviceIds: gift.deviceIds });
  }

  private async book(
    { tx, user, session }: CommandContext,
    { during: asked, text, unitId }: SessionRequest,
    { deviceIds, during: said }: Gift & { readonly deviceIds: string[] },
  ): Promise<Booked> {
    const during = said ? { from: new Date(said.from), to: new Date(said.to) } : asked;
    if (!during) throw CommandErrors.REQUEST_WITHOUT_PERIOD();
    const purpose = text.slice(0, LONGEST_PURPOSE);
    const wish = { during, purpose, caseId: session.caseId, deviceIds, priority: USUAL_PRIORITY };
    const booking = await this.equipment.bookFor(tx, user, unitId, wish);
    return {
      bookingId: booking.id,
      bookingState: booking.state,
      assetCodes: booking.devices.map(({ assetCode }) => assetCode),
      loanAsked: booking.state === 'requested',
    };
  }
}
