import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { type Actor, UnitOfWork } from '../../../platform/index.js';
import { Conflicts } from '../bookings/conflicts.service.js';
import { PoolRights } from '../../pool-rights.service.js';
import { Arrivals } from './arrivals.service.js';
import type { CheckOutView, HandBackCreate, HandBackView } from './custody.schemas.js';
import { type DepartureInput, Departures } from './departures.service.js';

/** Devices leave the store room and come back, signed for. */
@Injectable()
export class CheckOutsService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly departures: Departures,
    private readonly arrivals: Arrivals,
    private readonly conflicts: Conflicts,
    private readonly rights: PoolRights,
  ) {}

  /** @throws BOOKING_CONFLICT, and what `Departures.depart` throws */
  async checkOut(actor: Actor, input: DepartureInput): Promise<z.input<typeof CheckOutView>> {
    this.rights.requireForOwnUnit(actor, 'custody.checkOut');
    return this.conflicts.explained(() => this.unitOfWork.run(actor, (tx) => this.departures.depart(tx, actor, input)));
  }

  /** @throws what `Arrivals.arrive` throws */
  async handBack(
    actor: Actor,
    id: string,
    input: z.output<typeof HandBackCreate>,
  ): Promise<z.input<typeof HandBackView>> {
    return this.unitOfWork.run(actor, (tx) => this.arrivals.arrive(tx, actor, id, input));
  }
}
