import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { AccessService, type AccessSubject, asUser, type Permission } from '../../identity/index.js';
import {
  type Actor,
  Clock,
  idInCursor,
  keysetPage,
  newId,
  PlatformErrors,
  type Tx,
  UnitOfWork,
} from '../../platform/index.js';
import { AirspaceZoneRepository } from '../airspace/airspace-zone.repository.js';
import { deconflict } from '../airspace/deconfliction.rules.js';
import { MissionJournal } from '../mission.journal.js';
import { MissionErrors } from '../missions.errors.js';
import { MissionEvents } from '../missions.events.js';
import type { Flight, FlightDecision } from './flight.entity.js';
import { toFlightFact } from './flight.fact.js';
import { FlightRepository } from './flight.repository.js';
import { type FlightState, mayMove } from './flight.rules.js';
import {
  type FlightDetail,
  type FlightList,
  type FlightQuery,
  type FlightView,
  type PlannedFlight,
  toFlightDetail,
  toFlightFeature,
  toFlightView,
  toOccupation,
} from './flight.schemas.js';

/** A step somebody takes with a flight. */
interface Step {
  readonly to: FlightState;
  readonly permission: Permission;
  readonly action: string;
  readonly reason?: string | undefined;
}

/** Flights that were planned: read, approved, refused, cancelled. */
@Injectable()
export class FlightsService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly flights: FlightRepository,
    private readonly zones: AirspaceZoneRepository,
    private readonly access: AccessService,
    private readonly journal: MissionJournal,
    private readonly clock: Clock,
  ) {}

  /** The flights of the own unit, of units below it, and of cases the actor is a member of, newest first. */
  async list(actor: Actor, query: z.output<typeof FlightQuery>): Promise<z.input<typeof FlightList>> {
    const { limit, cursor, f, ...filter } = query;
    const before = idInCursor(cursor);
    const scope = this.access.scope(actor, 'flight.read');
    const found = await this.unitOfWork.read((tx) =>
      this.flights.list(tx, { ...filter, scope, before, limit: limit + 1 }),
    );
    const key = ({ flight }: PlannedFlight): [string] => [flight.id];
    if (f === 'json') {
      const { items, nextCursor } = keysetPage(found, limit, key, toFlightView);
      return { items: [...items], nextCursor };
    }
    const { items, nextCursor } = keysetPage(found, limit, key, toFlightFeature);
    return { type: 'FeatureCollection', features: [...items], nextCursor };
  }

  /** @throws NOT_FOUND */
  async get(actor: Actor, id: string): Promise<z.input<typeof FlightDetail>> {
    return this.unitOfWork.read(async (tx) => {
      const planned = await this.flights.find(tx, id);
      if (!planned) throw PlatformErrors.NOT_FOUND();
      this.access.require(actor, 'flight.read', [subjectOf(planned.flight)]);
      return toFlightDetail(planned, await this.flights.decisions(tx, id));
    });
  }

  /**
   * The zones are asked again: one may have been declared since the plan was filed.
   * @throws NOT_FOUND, FORBIDDEN, FLIGHT_STATE_CONFLICT, FLIGHT_PERIOD_OVER, AIRSPACE_CONFLICT
   */
  async approve(actor: Actor, id: string, reason?: string): Promise<z.input<typeof FlightView>> {
    return this.move(actor, id, { to: 'approved', permission: 'flight.decide', action: 'flight.approve', reason });
  }

  /** @throws NOT_FOUND, FORBIDDEN, FLIGHT_STATE_CONFLICT */
  async refuse(actor: Actor, id: string, reason: string): Promise<z.input<typeof FlightView>> {
    return this.move(actor, id, { to: 'refused', permission: 'flight.decide', action: 'flight.refuse', reason });
  }

  /** Gives the airspace back. @throws NOT_FOUND, FORBIDDEN, FLIGHT_STATE_CONFLICT */
  async cancel(actor: Actor, id: string, reason?: string): Promise<z.input<typeof FlightView>> {
    return this.move(actor, id, { to: 'cancelled', permission: 'flight.change', action: 'flight.cancel', reason });
  }

  private async move(actor: Actor, id: string, step: Step): Promise<z.input<typeof FlightView>> {
    return this.unitOfWork.run(actor, async (tx) => {
      const planned = await this.held(tx, actor, id, step);
      const { flight } = planned;
      const decision = this.decision(actor, flight, step);
      await this.flights.changeState(tx, decision);
      flight.state = step.to;
      flight.updatedAt = decision.at;
      await this.journal.record(tx, {
        action: step.action,
        subject: { kind: 'flight', id },
        details: { from: decision.fromState, to: step.to, reason: decision.reason },
        event: MissionEvents['missions.flight_decided'],
        fact: toFlightFact(flight),
      });
      return toFlightView(planned);
    });
  }

  private async held(tx: Tx, actor: Actor, id: string, { to, permission }: Step): Promise<PlannedFlight> {
    const planned = await this.flights.lock(tx, id);
    if (!planned) throw PlatformErrors.NOT_FOUND();
    const { flight } = planned;
    this.access.require(actor, permission, [subjectOf(flight)]);
    if (!mayMove(flight.state, to)) throw MissionErrors.FLIGHT_STATE_CONFLICT({ state: flight.state, to });
    if (to === 'approved') await this.requireApprovable(tx, planned);
    return planned;
  }

  private async requireApprovable(tx: Tx, planned: PlannedFlight): Promise<void> {
    const plan = toOccupation(planned);
    if (plan.during.to <= this.clock.now()) throw MissionErrors.FLIGHT_PERIOD_OVER();
    const { conflicts } = deconflict(plan, { flights: [], zones: await this.zones.candidates(tx, plan) });
    if (conflicts.length > 0) throw MissionErrors.AIRSPACE_CONFLICT({ conflicts });
  }

  private decision(actor: Actor, { id: flightId, state }: Flight, { to, reason }: Step): FlightDecision {
    return {
      id: newId(),
      flightId,
      fromState: state,
      toState: to,
      reason: reason ?? null,
      actorId: actor.id,
      unitId: asUser(actor).unitId,
      at: this.clock.now(),
    };
  }
}

function subjectOf({ id, unitId, pilotId, caseId }: Flight): AccessSubject {
  return { id, unitIds: [unitId], userIds: [pilotId], caseId };
}
