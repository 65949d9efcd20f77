import { Body, Controller, Param, Query } from '@nestjs/common';
import type { z } from 'zod';
import { BookingView } from '../../equipment/index.js';
import { type Actor, CurrentActor, Endpoint, Id } from '../../platform/index.js';
import { CardBookingInput } from './card-booking.schemas.js';
import { CardBookings } from './card-bookings.service.js';
import { MethodCardInput, MethodCardPage, MethodCardQuery, MethodCardView } from './method-card.schemas.js';
import { MethodCards } from './method-cards.service.js';

@Controller('api/v1/method-cards')
export class MethodCardsController {
  constructor(
    private readonly cards: MethodCards,
    private readonly bookings: CardBookings,
  ) {}

  @Endpoint({
    method: 'GET',
    permission: 'limit.read',
    summary: 'How kits and instruments are used: steps, countdowns, reading window, controls, photos',
    response: MethodCardPage,
  })
  async list(
    @Query({ schema: MethodCardQuery }) query: z.output<typeof MethodCardQuery>,
  ): Promise<z.input<typeof MethodCardPage>> {
    const { items, nextCursor } = await this.cards.list(query);
    return { items: [...items], nextCursor };
  }

  @Endpoint({
    method: 'GET',
    path: ':id',
    permission: 'limit.read',
    summary: 'One version of a card, also one that is superseded',
    response: MethodCardView,
  })
  get(@Param('id', { schema: Id }) id: string): Promise<z.input<typeof MethodCardView>> {
    return this.cards.get(id);
  }

  @Endpoint({
    method: 'POST',
    permission: 'limit.manage',
    summary: 'Write the next version of a card',
    response: MethodCardView,
    errors: [
      'METHOD_CARD_CHANGED',
      'METHOD_CARD_KIT_UNKNOWN',
      'METHOD_CARD_DEVICE_KIND_UNKNOWN',
      'METHOD_CARD_CONTROL_TWICE',
      'METHOD_CARD_WINDOW_WITHOUT_START',
      'METHOD_CARD_STARTS_TWICE',
    ],
  })
  write(
    @CurrentActor() actor: Actor,
    @Body({ schema: MethodCardInput }) body: z.output<typeof MethodCardInput>,
  ): Promise<z.input<typeof MethodCardView>> {
    return this.cards.write(actor, body);
  }

  @Endpoint({
    method: 'POST',
    path: ':id/bookings',
    permission: 'booking.create',
    summary: 'Book instrument, kit and tester for so many tests by a card; the kit is kept in lots',
    response: BookingView,
    errors: [
      'METHOD_CARD_WITHOUT_INSTRUMENT',
      'BOOKING_CONFLICT',
      'DEVICE_NOT_FOUND',
      'KIT_UNKNOWN',
      'LOT_SHORT',
      'LOT_EXPIRED',
      'CALIBRATION_LAPSES',
      'PERIOD_EMPTY',
      'PERIOD_INVERTED',
      'PERIOD_IN_PAST',
    ],
  })
  book(
    @CurrentActor() actor: Actor,
    @Param('id', { schema: Id }) id: string,
    @Body({ schema: CardBookingInput }) body: z.output<typeof CardBookingInput>,
  ): Promise<z.input<typeof BookingView>> {
    return this.bookings.book(actor, id, body);
  }
}
