import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { boundingBox, type Occupation } from '../../geo/index.js';
import { asUser } from '../../identity/index.js';
import { type Actor, Clock, newId, periodView, type Tx, UnitOfWork } from '../../platform/index.js';
import { AirspaceZoneRepository } from '../airspace/airspace-zone.repository.js';
import { deconflict, type Deconfliction, lockKeys } from '../airspace/deconfliction.rules.js';
import { MissionJournal } from '../mission.journal.js';
import { MissionErrors } from '../missions.errors.js';
import { MissionEvents } from '../missions.events.js';
import { FlightEntitlement } from './flight.entitlement.js';
import type { Flight, FlightDecision, FlightVolume } from './flight.entity.js';
import { toFlightFact } from './flight.fact.js';
import { FlightRepository } from './flight.repository.js';
import type { FlightState } from './flight.rules.js';
import {
  type FlightCheck,
  type FlightPlan,
  type FlightView,
  type PlannedFlight,
  toFlightView,
} from './flight.schemas.js';
import { planFaults } from './flight-plan.rules.js';

type Plan = z.output<typeof FlightPlan>;

/** From a plan to a flight that holds its airspace, or to the reason why not. */
@Injectable()
export class FlightPlanning {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly flights: FlightRepository,
    private readonly zones: AirspaceZoneRepository,
    private readonly entitlement: FlightEntitlement,
    private readonly journal: MissionJournal,
    private readonly clock: Clock,
  ) {}

  /**
   * Files a plan. Of two plans that overlap, sent at the same moment, one is accepted: both wait for the locks of the
   * cells they share, and look for conflicts only while they hold them.
   * @throws AIRSPACE_CONFLICT with `conflicts`, a fault of the plan by its own code, or what entitlement throws
   */
  async plan(actor: Actor, plan: Plan): Promise<z.input<typeof FlightView>> {
    this.assertSound(plan);
    return this.unitOfWork.run(actor, async (tx) => {
      const { unitId } = await this.entitlement.pilotOf(tx, actor, plan);
      await this.flights.lockAirspace(tx, lockKeys(plan.volumes));
      const { reminders } = await this.free(tx, plan);
      const planned = this.drawn(actor, plan, { unitId, reminders });
      await this.flights.insert(tx, planned, this.filing(actor, planned.flight));
      await this.journal.record(tx, {
        action: 'flight.plan',
        subject: { kind: 'flight', id: planned.flight.id },
        details: { ...plan, during: periodView(plan.during) },
        event: MissionEvents['missions.flight_planned'],
        fact: toFlightFact(planned.flight),
      });
      return toFlightView(planned);
    });
  }

  /** What `plan` would answer now, without writing and without holding anything. @throws as `plan` */
  async check(actor: Actor, plan: Plan): Promise<z.input<typeof FlightCheck>> {
    this.assertSound(plan);
    return this.unitOfWork.read(async (tx) => {
      const { unitId } = await this.entitlement.pilotOf(tx, actor, plan);
      const { reminders } = await this.free(tx, plan);
      return { state: 'checked', during: periodView(plan.during), unitId, conflicts: [], reminders: [...reminders] };
    }, actor);
  }

  private assertSound(plan: Plan): void {
    const faults = planFaults(plan, this.clock.now());
    const [first] = faults;
    if (first) throw MissionErrors[first.code]({ faults });
  }

  private async free(tx: Tx, plan: Occupation): Promise<Deconfliction> {
    const [flights, zones] = [await this.flights.candidates(tx, plan), await this.zones.candidates(tx, plan)];
    const decision = deconflict(plan, { flights, zones });
    if (decision.conflicts.length > 0) throw MissionErrors.AIRSPACE_CONFLICT({ conflicts: decision.conflicts });
    return decision;
  }

  private drawn(actor: Actor, plan: Plan, { unitId, reminders }: Pick<Flight, 'unitId' | 'reminders'>): PlannedFlight {
    const now = this.clock.now();
    const { caseId = null, deviceId, pilotId, purpose, during } = plan;
    const flight: Flight = {
      id: newId(),
      caseId,
      deviceId,
      pilotId,
      unitId,
      purpose,
      during,
      state: 'applied',
      reminders,
      plannedBy: actor.id,
      createdAt: now,
      updatedAt: now,
    };
    const volumes = plan.volumes.map(({ geometry, ...band }, ordinal): FlightVolume => ({
      id: newId(),
      flightId: flight.id,
      ordinal,
      geometry,
      bbox: boundingBox(geometry),
      band,
      during,
    }));
    return { flight, volumes };
  }

  /** A plan that is filed has been drawn, checked and applied for in one go. */
  private filing(actor: Actor, { id: flightId, createdAt: at }: Flight): FlightDecision[] {
    const { unitId } = asUser(actor);
    const steps: readonly [FlightState, FlightState][] = [
      ['draft', 'checked'],
      ['checked', 'applied'],
    ];
    return steps.map(([fromState, toState]) => ({
      id: newId(),
      flightId,
      fromState,
      toState,
      reason: null,
      actorId: actor.id,
      unitId,
      at,
    }));
  }
}
