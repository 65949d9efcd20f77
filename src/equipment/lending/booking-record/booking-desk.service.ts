import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { type Actor, type Tx, UnitOfWork } from '../../../platform/index.js';
import type { BookingRow } from '../bookings/booking-row.js';
import type { BookingView } from '../bookings/booking.schemas.js';
import { Conflicts } from '../bookings/conflicts.service.js';
import { PoolRights } from '../../pool-rights.service.js';
import { BookingReader } from './booking-reader.service.js';

/** Where people's wishes about bookings are taken: one transaction each, answered with the booking. */
@Injectable()
export class BookingDesk {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly conflicts: Conflicts,
    readonly reader: BookingReader,
    readonly rights: PoolRights,
  ) {}

  /** @throws BOOKING_CONFLICT with `conflicts` and `alternatives` where the work meets somebody else's period */
  take(actor: Actor, work: (tx: Tx) => Promise<BookingRow>): Promise<z.input<typeof BookingView>> {
    return this.conflicts.explained(() =>
      this.unitOfWork.run(actor, async (tx) => this.reader.view(actor, await work(tx))),
    );
  }
}
