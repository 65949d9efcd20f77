import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { type Actor, Clock, periodView, PlatformErrors, together, type Tx } from '../../../platform/index.js';
import { MissionJournal } from '../../mission.journal.js';
import { MissionErrors } from '../../missions.errors.js';
import { MissionEvents } from '../../missions.events.js';
import { FlightAssessor, type FlightRecords } from '../assessment/flight-assessor.service.js';
import {
  drawFlight,
  drawVolumes,
  FILING_STEPS,
  type Lineage,
  planColumns,
  stepsOf,
  UNDECIDED,
} from './flight-drawing.js';
import { FlightEntitlement } from '../assessment/flight.entitlement.js';
import { Flight } from '../flight.entity.js';
import { toFlightFact } from '../flight.fact.js';
import { FlightRepository } from '../flight.repository.js';
import { CHECK_HOLD_MINUTES, type FlightState, mayMove } from '../flight.rules.js';
import type { FlightPlan } from './flight-plan.schemas.js';
import { type PlannedFlight, toOccupation } from '../planned-flight.js';
import type { Deconfliction } from '../../airspace/deconfliction/deconfliction.rules.js';
import type { StoredAssessment } from '../assessment/flight-assessment.schemas.js';
import { FlightSpace } from './flight-space.service.js';
import { assertVersion } from '../flight-version.js';

type Plan = z.output<typeof FlightPlan>;

/** How a flight's plan is decided anew. */
export interface Refiling {
  readonly plan: Plan;
  readonly to: 'checked' | 'applied';
  /** The version that the asker has read; absent: whichever there is. */
  readonly version: number | undefined;
  readonly action: string;
  readonly event: 'missions.flight_planned' | 'missions.flight_changed' | 'missions.flight_decided';
  readonly reason: string | null;
}

/** Why what came over the old plan is settled. */
const PLAN_CHANGED = 'the plan was decided anew';

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
   * @param plan a sound one: whoever waits for its turn has made sure
   * @throws AIRSPACE_CONFLICT with `conflicts`, or what entitlement throws
   */
  async file(tx: Tx, actor: Actor, plan: Plan, lineage: Lineage): Promise<PlannedFlight> {
    const { unitId, records } = await this.entitled(tx, actor, plan);
    const { reminders, displaces } = await this.space.claim(tx, plan);
    const assessment = this.assessor.judge({ ...plan, unitId }, records, reminders);
    const about = { ...lineage, unitId, reminders, displaces, assessment, state: 'applied' } as const;
    const now = this.clock.now();
    const planned = drawFlight(plan, about, { plannedBy: actor.id, now });
    tx.lastly(this.flights.insert(tx, planned, stepsOf(actor, planned.flight.id, { steps: FILING_STEPS, at: now })));
    await this.journal.record(tx, {
      action: 'flight.plan',
      subject: { kind: 'flight', id: planned.flight.id },
      details: { ...plan, during: periodView(plan.during), origin: lineage.origin },
      event: MissionEvents['missions.flight_planned'],
      fact: toFlightFact(planned.flight),
    });
    await this.space.displace(tx, planned.flight);
    return planned;
  }

  /**
   * Decides the plan of a flight anew, under the locks of the cells that it has and of those that it wants. Until the new
   * plan is accepted the old one holds its airspace; one that is refused leaves everything as it was.
   * @throws as `file`, FLIGHT_CHANGED, FLIGHT_STATE_CONFLICT
   */
  async refile(tx: Tx, actor: Actor, before: PlannedFlight, refiling: Refiling): Promise<PlannedFlight> {
    const { plan, action, event, reason } = refiling;
    const { id } = before.flight;
    this.space.assertSound(plan);
    const { unitId, records } = await this.entitled(tx, actor, plan);
    await this.space.hold(tx, [toOccupation(before), plan]);
    const held = await this.flights.lock(tx, id);
    if (!held) throw PlatformErrors.NOT_FOUND();
    assertVersion(held.flight, refiling.version ?? before.flight.version);
    const steps = refilingSteps(held.flight.state, refiling.to);
    const { reminders, displaces } = await this.space.free(tx, plan, id);
    const assessment = this.assessor.judge({ ...plan, unitId }, records, reminders);
    const about = { ...planColumns(plan), ...UNDECIDED, unitId, reminders, displaces, assessment };
    const planned = this.redrawn(held, about, refiling);
    const at = planned.flight.updatedAt;
    await this.flights.rewrite(tx, planned, stepsOf(actor, id, { steps, at, reason }));
    await this.space.settle(tx, planned.flight, actor, PLAN_CHANGED);
    await this.space.displace(tx, planned.flight);
    await this.journal.record(tx, {
      action,
      subject: { kind: 'flight', id },
      details: { ...plan, during: periodView(plan.during), from: held.flight.state, to: refiling.to },
      event: MissionEvents[event],
      fact: toFlightFact(planned.flight),
    });
    return planned;
  }

  private redrawn({ flight }: PlannedFlight, about: Partial<Flight>, { plan, to }: Refiling): PlannedFlight {
    const now = this.clock.now();
    const heldUntil = to === 'checked' ? new Date(now.getTime() + CHECK_HOLD_MINUTES * 60_000) : null;
    const version = flight.version + 1;
    const next = { heldUntil, version, state: to, updatedAt: now };
    const redrawn = Object.assign(new Flight(), flight, about, next);
    return { flight: redrawn, volumes: drawVolumes(flight.id, plan) };
  }

  /** What `file` would find, without writing and without holding anything. @throws as `file` */
  async examine(tx: Tx, actor: Actor, plan: Plan): Promise<Examination> {
    this.space.assertSound(plan);
    const { unitId, records } = await this.entitled(tx, actor, plan);
    const { reminders, displaces } = await this.space.free(tx, plan);
    return { unitId, reminders, displaces, assessment: this.assessor.judge({ ...plan, unitId }, records, reminders) };
  }

  /** The flight's unit and what the records say of it: asked before anybody has to wait for the airspace. */
  private async entitled(
    tx: Tx,
    actor: Actor,
    plan: Plan,
  ): Promise<{ readonly unitId: string; readonly records: FlightRecords }> {
    const pilot = await this.entitlement.pilotOf(tx, actor, plan);
    const { unitId } = pilot;
    const [, records] = await together([
      this.entitlement.requireEntitled(tx, actor, pilot, plan),
      this.assessor.records(tx, { ...plan, unitId }),
    ]);
    return { unitId, records };
  }
}

/** A draft that is applied for is checked on the way. @throws FLIGHT_STATE_CONFLICT */
function refilingSteps(from: FlightState, to: Refiling['to']): readonly (readonly [FlightState, FlightState])[] {
  const steps = from === 'draft' && to === 'applied' ? FILING_STEPS : [[from, to] as const];
  if (!steps.every(([before, after]) => mayMove(before, after)))
    throw MissionErrors.FLIGHT_STATE_CONFLICT({ state: from, to });
  return steps;
}
