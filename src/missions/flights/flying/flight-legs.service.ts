import { Injectable } from '@nestjs/common';
import type { Tx } from '../../../platform/index.js';
import { FlightAlertRepository } from '../../conformance/flight-alert.repository.js';
import { FLYING_STATES } from '../../conformance/conformance.types.js';
import type { Flight, FlightDecision } from '../flight.entity.js';
import { FlightSortieRepository } from './flight-sortie.repository.js';

/** What a take-off and a landing leave behind besides the state of the flight. */
@Injectable()
export class FlightLegs {
  constructor(
    private readonly sorties: FlightSortieRepository,
    private readonly alerts: FlightAlertRepository,
  ) {}

  /** `change` is what the step writes on the flight. */
  async follow(
    tx: Tx,
    { flightId, fromState, toState, at }: FlightDecision,
    change: Partial<Pick<Flight, 'takenOffAt' | 'landedAt' | 'takenOffFrom'>>,
  ): Promise<void> {
    const wasFlying = FLYING_STATES.some((state) => state === fromState);
    if (toState === 'airborne' && !wasFlying)
      await this.sorties.begin(tx, flightId, change.takenOffAt ?? at, change.takenOffFrom ?? null);
    if (toState !== 'landed') return;
    await this.sorties.end(tx, flightId, change.landedAt ?? at);
    await this.alerts.endAll(tx, flightId, change.landedAt ?? at);
  }
}
