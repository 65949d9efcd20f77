import { Body, Controller, Param, Query } from '@nestjs/common';
import type { z } from 'zod';
import { type Actor, CurrentActor, Endpoint, Id, type Page } from '../../../platform/index.js';
import { BookingReader } from '../booking-record/booking-reader.service.js';
import { BookingCreate, BookingDetail, BookingPage, BookingQuery, BookingView } from './booking.schemas.js';
import { BookingsService } from './bookings.service.js';

type View = z.input<typeof BookingView>;

@Controller('api/v1/bookings')
export class BookingsController {
  constructor(
    private readonly bookings: BookingsService,
    private readonly reader: BookingReader,
  ) {}

  @Endpoint({
    method: 'POST',
    permission: 'booking.create',
    summary: 'Book, hold or ask for devices, or any of a kind, for a period',
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
      'MAINTENANCE_DUE',
      'PART_UNFIT',
      'LOT_EXPIRED',
      'LOT_SHORT',
      'KIT_UNKNOWN',
      'PERSON_BUSY',
      'PERSON_AWAY',
      'PERSON_NOBODY_FREE',
      'PILOT_LICENCE_MISSING',
      'PILOT_LICENCE_LAPSES',
      'TESTER_TRAINING_MISSING',
      'APPROVAL_REQUIRED',
      'PRIORITY_NOT_ALLOWED',
      'PREEMPTION_FORBIDDEN',
      'PREEMPTION_NOT_ALLOWED',
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
    return this.reader.list(actor, query);
  }

  @Endpoint({
    method: 'GET',
    path: ':id',
    permission: 'booking.read',
    summary: 'One booking, with what could be had in place of devices that are affected or were taken over',
    response: BookingDetail,
  })
  get(@CurrentActor() actor: Actor, @Param('id', { schema: Id }) id: string): Promise<z.input<typeof BookingDetail>> {
    return this.reader.get(actor, id);
  }
}
