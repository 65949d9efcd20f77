import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { type Actor, PlatformErrors, type Tx, UnitOfWork } from '../../../platform/index.js';
import { AirspaceTurns } from '../../airspace/deconfliction/airspace-turns.js';
import { AirspaceJudge } from '../../airspace/deconfliction/airspace-judge.service.js';
import { FlightHitsRecorder } from '../../airspace/hits/flight-hits.recorder.js';
import { MissionErrors } from '../../missions.errors.js';
import { FlightRepository } from '../flight.repository.js';
import { FlightSight } from '../flight.sight.js';
import { FLIGHT_STATE_TABLE } from '../flight.rules.js';
import { type FlightView, toFlightView } from '../flight.schemas.js';
import { type PlannedFlight, toOccupation } from '../planned-flight.js';

/** Decides anew on a flight that something came over. */
@Injectable()
export class FlightResumption {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly flights: FlightRepository,
    private readonly judge: AirspaceJudge,
    private readonly turns: AirspaceTurns,
    private readonly hits: FlightHitsRecorder,
    private readonly sight: FlightSight,
  ) {}

  /**
   * Lets the flight go on where nothing stands in its way any more; the cells are held before its row, as everywhere.
   * @throws NOT_FOUND, FORBIDDEN, AIRSPACE_BUSY, FLIGHT_STATE_CONFLICT, AIRSPACE_CONFLICT
   */
  async resume(actor: Actor, id: string, reason: string): Promise<z.input<typeof FlightView>> {
    const planned = await this.unitOfWork.read((tx) => this.allowed(tx, actor, id));
    return this.turns.take([toOccupation(planned)], () => this.resumeHeld(planned, actor, reason));
  }

  private async resumeHeld(planned: PlannedFlight, actor: Actor, reason: string): Promise<z.input<typeof FlightView>> {
    const { id, state } = planned.flight;
    return this.unitOfWork.run(actor, async (tx) => {
      await this.judge.hold(tx, [toOccupation(planned)]);
      const held = await this.flights.lock(tx, id);
      if (!held || !FLIGHT_STATE_TABLE[held.flight.state].live)
        throw MissionErrors.FLIGHT_STATE_CONFLICT({ state: held?.flight.state ?? state, to: 'resumed' });
      const { conflicts } = await this.judge.decide(tx, { ...toOccupation(held), nature: held.flight.nature }, id);
      if (conflicts.length > 0) throw MissionErrors.AIRSPACE_CONFLICT({ conflicts });
      await this.hits.settle(tx, held.flight, actor, reason);
      return toFlightView(held);
    });
  }

  private async allowed(tx: Tx, actor: Actor, id: string): Promise<PlannedFlight> {
    const planned = await this.flights.find(tx, id);
    if (!planned) throw PlatformErrors.NOT_FOUND();
    this.sight.require(actor, 'flight.decide', planned.flight);
    return planned;
  }
}
