import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { type Actor, Clock, periodView, type Tx } from '../../platform/index.js';
import { MissionJournal } from '../mission.journal.js';
import { MissionEvents } from '../missions.events.js';
import { FlightAssessor } from './flight-assessor.service.js';
import { drawFlight, filingSteps, type Lineage } from './flight-drawing.js';
import { FlightEntitlement } from './flight.entitlement.js';
import { toFlightFact } from './flight.fact.js';
import { FlightRepository } from './flight.repository.js';
import type { FlightPlan, PlannedFlight } from './flight.schemas.js';
import type { Deconfliction } from '../airspace/deconfliction.rules.js';
import type { StoredAssessment } from './flight-assessment.schemas.js';
import { FlightSpace } from './flight-space.service.js';

type Plan = z.output<typeof FlightPlan>;

/** What a plan meets before it becomes a flight. */
export interface Examination {
  readonly unitId: string;
  readonly reminders: Deconfliction['reminders'];
  readonly displaces: Deconfliction['displaces'];
  readonly assessment: StoredAssessment;
}

/** Takes a plan into the list of flights, inside the transaction of whoever files it. */
@Injectable()
export class FlightFiling {
  constructor(
    private readonly flights: FlightRepository,
    private readonly space: FlightSpace,
    private readonly entitlement: FlightEntitlement,
    private readonly assessor: FlightAssessor,
    private readonly journal: MissionJournal,
    private readonly clock: Clock,
  ) {}

  /**
   * Of two plans that overlap, filed at the same moment, one is accepted: both wait for the locks of the cells they
   * share, and look for conflicts only while they hold them. Flights of lower priority give way and are told.
   * @throws AIRSPACE_CONFLICT with `conflicts`, a fault of the plan by its own code, or what entitlement throws
   */
  async file(tx: Tx, actor: Actor, plan: Plan, lineage: Lineage): Promise<PlannedFlight> {
    this.space.assertSound(plan);
    const { unitId } = await this.entitlement.pilotOf(tx, actor, plan);
    const { reminders, displaces } = await this.space.claim(tx, plan);
    const assessment = await this.assessor.assess(tx, { ...plan, unitId, reminders });
    const about = { ...lineage, unitId, reminders, displaces, assessment };
    const planned = drawFlight(plan, about, actor.id, this.clock.now());
    await this.flights.insert(tx, planned, filingSteps(actor, planned.flight));
    await this.space.displace(tx, planned.flight);
    await this.journal.record(tx, {
      action: 'flight.plan',
      subject: { kind: 'flight', id: planned.flight.id },
      details: { ...plan, during: periodView(plan.during), origin: lineage.origin },
      event: MissionEvents['missions.flight_planned'],
      fact: toFlightFact(planned.flight),
    });
    return planned;
  }

  /** What `file` would find, without writing and without holding anything. @throws as `file` */
  async examine(tx: Tx, actor: Actor, plan: Plan): Promise<Examination> {
    this.space.assertSound(plan);
    const { unitId } = await this.entitlement.pilotOf(tx, actor, plan);
    const { reminders, displaces } = await this.space.free(tx, plan);
    const assessment = await this.assessor.assess(tx, { ...plan, unitId, reminders });
    return { unitId, reminders, displaces, assessment };
  }
}
