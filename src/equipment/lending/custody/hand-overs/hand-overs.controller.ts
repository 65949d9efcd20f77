import { Body, Controller, Param, Query } from '@nestjs/common';
import { z } from 'zod';
import { type Actor, CurrentActor, Endpoint, Id, type Page } from '../../../../platform/index.js';
import { CustodyView } from '../custody.schemas.js';
import { HandOverAcceptances } from './hand-over-acceptances.service.js';
import { HandOverOffers } from './hand-over-offers.service.js';
import {
  HandOverAcceptance,
  HandOverOffer,
  HandOverPage,
  HandOverQuery,
  HandOverRefused,
  HandOverView,
  HandOverWithdrawal,
  HandOversWithdrawn,
} from './hand-over.schemas.js';
import { HandOversReader } from './hand-overs.reader.js';

type View = z.input<typeof HandOverView>;

@Controller('api/v1')
export class HandOversController {
  constructor(
    private readonly offers: HandOverOffers,
    private readonly acceptances: HandOverAcceptances,
    private readonly reader: HandOversReader,
  ) {}

  @Endpoint({
    method: 'GET',
    path: 'hand-overs',
    permission: 'custody.read',
    summary: 'Devices offered from hand to hand, newest first',
    response: HandOverPage,
  })
  list(
    @CurrentActor() actor: Actor,
    @Query({ schema: HandOverQuery }) query: z.output<typeof HandOverQuery>,
  ): Promise<Page<View>> {
    return this.reader.list(actor, query);
  }

  @Endpoint({
    method: 'POST',
    path: 'check-outs/:id/hand-over',
    permission: 'custody.checkOut',
    summary: 'Offer a device one holds to somebody in the field; the holder stays responsible until it is accepted',
    response: HandOverView,
    errors: [
      'HAND_OVER_NOT_HOLDER',
      'ALREADY_HANDED_BACK',
      'HAND_OVER_TO_SELF',
      'HAND_OVER_RECEIVER_UNFIT',
      'HAND_OVER_RECEIVER_OUTSIDE',
      'HAND_OVER_OFFERED_ALREADY',
      'SIGNATURE_UNREADABLE',
      'FILE_UNKNOWN',
    ],
  })
  offer(
    @CurrentActor() actor: Actor,
    @Param('id', { schema: Id }) id: string,
    @Body({ schema: HandOverOffer }) body: z.output<typeof HandOverOffer>,
  ): Promise<View> {
    return this.offers.offer(actor, id, body);
  }

  @Endpoint({
    method: 'POST',
    path: 'check-outs/:id/accept-hand-over',
    permission: 'custody.checkOut',
    summary: 'Take over a device that was offered; gives the check-out that begins with it',
    response: CustodyView,
    errors: ['HAND_OVER_SETTLED', 'HAND_OVER_RECEIVER_OUTSIDE', 'SIGNATURE_UNREADABLE', 'FILE_UNKNOWN'],
  })
  accept(
    @CurrentActor() actor: Actor,
    @Param('id', { schema: Id }) id: string,
    @Body({ schema: HandOverAcceptance }) body: z.output<typeof HandOverAcceptance>,
  ): Promise<z.input<typeof CustodyView>> {
    return this.acceptances.accept(actor, id, body);
  }

  @Endpoint({
    method: 'POST',
    path: 'check-outs/:id/refuse-hand-over',
    status: 200,
    permission: 'custody.checkOut',
    summary: 'Refuse a device that was offered',
    response: HandOverView,
    errors: ['HAND_OVER_SETTLED'],
  })
  refuse(
    @CurrentActor() actor: Actor,
    @Param('id', { schema: Id }) id: string,
    @Body({ schema: HandOverRefused }) { reason }: z.output<typeof HandOverRefused>,
  ): Promise<View> {
    return this.offers.refuse(actor, id, reason);
  }

  @Endpoint({
    method: 'POST',
    path: 'check-outs/:id/withdraw-hand-over',
    status: 200,
    permission: 'custody.checkOut',
    summary: 'Take back what one offered and nobody has accepted',
    response: HandOversWithdrawn,
    errors: ['HAND_OVER_NOT_HOLDER', 'HAND_OVER_NOT_OFFERED', 'ALREADY_HANDED_BACK'],
  })
  withdraw(
    @CurrentActor() actor: Actor,
    @Param('id', { schema: Id }) id: string,
    @Body({ schema: HandOverWithdrawal }) { toUserId }: z.output<typeof HandOverWithdrawal>,
  ): Promise<z.input<typeof HandOversWithdrawn>> {
    return this.offers.withdraw(actor, id, toUserId);
  }
}
