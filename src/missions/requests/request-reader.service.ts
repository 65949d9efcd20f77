import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { type BookingSummary, EquipmentService } from '../../equipment/index.js';
import { Clock, type Tx } from '../../platform/index.js';
import { type HeldRequest, RequestRepository } from './request.repository.js';
import type { AssistanceDetail } from './request.schemas.js';
import { RequestSight } from './request.sight.js';
import { toAssistanceDetail } from './request.views.js';

/** Requests, told to those whom they concern. */
@Injectable()
export class RequestReader {
  constructor(
    private readonly requests: RequestRepository,
    readonly sight: RequestSight,
    private readonly equipment: EquipmentService,
    private readonly clock: Clock,
  ) {}

  async detail(tx: Tx, held: HeldRequest): Promise<z.input<typeof AssistanceDetail>> {
    const bookings: BookingSummary[] = [];
    for (const { bookingId } of held.assignments) {
      const booking = await this.equipment.bookingOf(tx, bookingId);
      if (booking) bookings.push(booking);
    }
    const outcomes = await this.requests.outcomes(tx, held.request.id);
    return toAssistanceDetail(held, { bookings, outcomes }, this.clock.now());
  }
}
