import { Injectable } from '@nestjs/common';
import type { Occupation } from '../../geo/index.js';
import { Clock, type Tx } from '../../platform/index.js';
import { AirspaceZoneRepository } from '../airspace/airspace-zone.repository.js';
import { deconflict, type Deconfliction, lockKeys } from '../airspace/deconfliction.rules.js';
import { MissionErrors } from '../missions.errors.js';
import { planFaults } from './flight-plan.rules.js';
import { FlightRepository } from './flight.repository.js';

/** Whether a plan is one at all, and whether its airspace is free. */
@Injectable()
export class FlightSpace {
  constructor(
    private readonly flights: FlightRepository,
    private readonly zones: AirspaceZoneRepository,
    private readonly clock: Clock,
  ) {}

  /** @throws the first fault by its own code, with all `faults` */
  assertSound(plan: Occupation): void {
    const faults = planFaults(plan, this.clock.now());
    const [first] = faults;
    if (first) throw MissionErrors[first.code]({ faults });
  }

  /** Holds the cells of a plan until the end of the transaction and looks only then. @throws AIRSPACE_CONFLICT */
  async claim(tx: Tx, plan: Occupation): Promise<Deconfliction> {
    await this.flights.lockAirspace(tx, lockKeys(plan.volumes));
    return this.free(tx, plan);
  }

  /** @throws AIRSPACE_CONFLICT with `conflicts` */
  async free(tx: Tx, plan: Occupation): Promise<Deconfliction> {
    const [flights, zones] = [await this.flights.candidates(tx, plan), await this.zones.candidates(tx, plan)];
    return unlessTaken(deconflict(plan, { flights, zones }));
  }

  /** The zones alone: one may have been declared since the plan was filed. @throws AIRSPACE_CONFLICT */
  async permitted(tx: Tx, plan: Occupation): Promise<Deconfliction> {
    return unlessTaken(deconflict(plan, { flights: [], zones: await this.zones.candidates(tx, plan) }));
  }
}

function unlessTaken(decision: Deconfliction): Deconfliction {
  if (decision.conflicts.length > 0) throw MissionErrors.AIRSPACE_CONFLICT({ conflicts: decision.conflicts });
  return decision;
}
