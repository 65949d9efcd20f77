import { Body, Controller, Param, Query } from '@nestjs/common';
import type { z } from 'zod';
import { type Actor, CurrentActor, Endpoint, Id, type Page } from '../../platform/index.js';
import { BookingCancel, BookingCreate, BookingPage, BookingQuery, BookingView } from './booking.schemas.js';
import { BookingsService } from './bookings.service.js';

type View = z.input<typeof BookingView>;

@Controller('api/v1/bookings')
export class BookingsController {
  constructor(private readonly bookings: BookingsService) {}

  @Endpoint({
    method: 'POST',
    permission: 'booking.create',
    summary: 'Book devices, or any of a kind, for a period',
    response: BookingView,
    errors: [
      'BOOKING_CONFLICT',
      'PERIOD_EMPTY',
      'PERIOD_INVERTED',
      'PERIOD_IN_PAST',
      'DEVICE_NOT_FOUND',
      'DEVICE_KIND_UNKNOWN',
      'DEVICE_NOT_IN_SERVICE',
      'DEVICE_NOT_LENT',
      'CALIBRATION_LAPSES',
      'LOT_EXPIRED',
      'LOT_SHORT',
    ],
  })
  book(
    @CurrentActor() actor: Actor,
    @Body({ schema: BookingCreate }) body: z.output<typeof BookingCreate>,
  ): Promise<View> {
    return this.bookings.book(actor, body);
  }

  @Endpoint({
    method: 'GET',
    permission: 'booking.read',
    summary: 'Bookings, newest first; those of one device for everybody, without purpose and case',
    response: BookingPage,
  })
  list(
    @CurrentActor() actor: Actor,
    @Query({ schema: BookingQuery }) query: z.output<typeof BookingQuery>,
  ): Promise<Page<View>> {
    return this.bookings.list(actor, query);
  }

  @Endpoint({ method: 'GET', path: ':id', permission: 'booking.read', summary: 'One booking', response: BookingView })
  get(@CurrentActor() actor: Actor, @Param('id', { schema: Id }) id: string): Promise<View> {
    return this.bookings.get(actor, id);
  }

  @Endpoint({
    method: 'POST',
    path: ':id/cancel',
    status: 200,
    permission: 'booking.change',
    summary: 'Give up a booking before the device leaves',
    response: BookingView,
    errors: ['BOOKING_NOT_CANCELLABLE'],
  })
  cancel(
    @CurrentActor() actor: Actor,
    @Param('id', { schema: Id }) id: string,
    @Body({ schema: BookingCancel }) body: z.output<typeof BookingCancel>,
  ): Promise<View> {
    return this.bookings.cancel(actor, id, body.reason);
  }
}
