import { Injectable } from '@nestjs/common';
import type { Permission } from '../../identity/index.js';
import { type Actor, PlatformErrors, type Tx } from '../../platform/index.js';
import { FlightRepository } from './flight.repository.js';
import type { PlannedFlight } from './planned-flight.js';
import { FlightSight } from './flight.sight.js';

/** A flight for somebody who may do this with it. */
@Injectable()
export class FlightFinder {
  constructor(
    private readonly flights: FlightRepository,
    private readonly sight: FlightSight,
  ) {}

  /** @throws NOT_FOUND, FORBIDDEN */
  async require(tx: Tx, actor: Actor, id: string, permission: Permission): Promise<PlannedFlight> {
    const planned = await this.flights.find(tx, id);
    if (!planned) throw PlatformErrors.NOT_FOUND();
    this.sight.require(actor, permission, planned.flight);
    return planned;
  }
}
