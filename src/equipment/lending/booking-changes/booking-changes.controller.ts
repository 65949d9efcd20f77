import { Body, Controller, Param } from '@nestjs/common';
import type { z } from 'zod';
import { type Actor, CurrentActor, Endpoint, Id } from '../../../platform/index.js';
import { BookingView } from '../bookings/booking.schemas.js';
import { BookingChanges } from './booking-changes.service.js';
import { Cancellations } from './cancellations.service.js';
import { AlternativeAccept, BookingCancel, BookingConfirm, BookingExtend, BookingMove } from './change.schemas.js';

type View = z.input<typeof BookingView>;

const REBOOKING = [
  'BOOKING_CHANGED',
  'BOOKING_NOT_CHANGEABLE',
  'BOOKING_CONFLICT',
  'PERIOD_IN_PAST',
  'PERIOD_TOO_LONG',
  'DEVICE_NOT_IN_SERVICE',
  'DEVICE_NOT_LENT',
  'CALIBRATION_LAPSES',
  'MAINTENANCE_DUE',
  'PART_UNFIT',
  'LOT_EXPIRED',
  'APPROVAL_REQUIRED',
];
const SWAPPING = ['DEVICE_NOT_FOUND', 'DEVICE_NOT_IN_BOOKING', 'DEVICE_IN_BOOKING', 'DEVICE_CAME_BACK'];

@Controller('api/v1/bookings')
export class BookingChangesController {
  constructor(
    private readonly changes: BookingChanges,
    private readonly cancellations: Cancellations,
  ) {}

  @Endpoint({
    method: 'POST',
    path: ':id/confirm',
    status: 200,
    permission: 'booking.change',
    summary: 'Book what is held',
    response: BookingView,
    errors: ['BOOKING_CHANGED', 'BOOKING_NOT_HELD', 'HOLD_EXPIRED', 'APPROVAL_REQUIRED'],
  })
  confirm(
    @CurrentActor() actor: Actor,
    @Param('id', { schema: Id }) id: string,
    @Body({ schema: BookingConfirm }) body: z.output<typeof BookingConfirm>,
  ): Promise<View> {
    return this.changes.confirm(actor, id, body);
  }

  @Endpoint({
    method: 'POST',
    path: ':id/extend',
    status: 200,
    permission: 'booking.change',
    summary: 'Keep devices longer, also while they are out',
    response: BookingView,
    errors: [...REBOOKING, 'EXTENSION_NOT_LATER'],
  })
  extend(
    @CurrentActor() actor: Actor,
    @Param('id', { schema: Id }) id: string,
    @Body({ schema: BookingExtend }) body: z.output<typeof BookingExtend>,
  ): Promise<View> {
    return this.changes.extend(actor, id, body);
  }

  @Endpoint({
    method: 'POST',
    path: ':id/move',
    status: 200,
    permission: 'booking.change',
    summary: 'Have another period or other devices, as long as these have not left',
    response: BookingView,
    errors: [...REBOOKING, ...SWAPPING],
  })
  move(
    @CurrentActor() actor: Actor,
    @Param('id', { schema: Id }) id: string,
    @Body({ schema: BookingMove }) body: z.output<typeof BookingMove>,
  ): Promise<View> {
    return this.changes.move(actor, id, body);
  }

  @Endpoint({
    method: 'POST',
    path: ':id/accept-alternative',
    status: 200,
    permission: 'booking.change',
    summary: 'Have something else in place of a device that is affected or was taken over',
    response: BookingView,
    errors: [...REBOOKING, ...SWAPPING, 'ALTERNATIVE_NOT_NEEDED'],
  })
  accept(
    @CurrentActor() actor: Actor,
    @Param('id', { schema: Id }) id: string,
    @Body({ schema: AlternativeAccept }) body: z.output<typeof AlternativeAccept>,
  ): Promise<View> {
    return this.changes.accept(actor, id, body);
  }

  @Endpoint({
    method: 'POST',
    path: ':id/cancel',
    status: 200,
    permission: 'booking.change',
    summary: 'Give up a booking, or some of its devices, before they leave',
    response: BookingView,
    errors: ['BOOKING_CHANGED', 'BOOKING_NOT_CANCELLABLE', 'DEVICE_NOT_IN_BOOKING'],
  })
  cancel(
    @CurrentActor() actor: Actor,
    @Param('id', { schema: Id }) id: string,
    @Body({ schema: BookingCancel }) body: z.output<typeof BookingCancel>,
  ): Promise<View> {
    return this.cancellations.cancel(actor, id, body);
  }
}
