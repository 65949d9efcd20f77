import { Injectable } from '@nestjs/common';
import { AccessService, type AccessSubject, asUser, type Permission } from '../../identity/index.js';
import { type Actor, Clock, newId, PlatformErrors, type Tx, UnitOfWork } from '../../platform/index.js';
import type { z } from 'zod';
import { MissionJournal } from '../mission.journal.js';
import { MissionErrors } from '../missions.errors.js';
import { MissionEvents } from '../missions.events.js';
import type { Flight, FlightDecision } from './flight.entity.js';
import { toFlightFact } from './flight.fact.js';
import { FlightRepository } from './flight.repository.js';
import { type FlightState, mayMove } from './flight.rules.js';
import { type FlightView, type PlannedFlight, toFlightView } from './flight.schemas.js';

/** What a step may write on the flight besides its state. */
export type FlightChange = Partial<
  Pick<Flight, 'assessment' | 'authority' | 'approvalNumber' | 'takenOffAt' | 'landedAt' | 'report' | 'incident'>
>;

/** A step somebody takes with a flight. */
export interface FlightStep {
  readonly to: FlightState;
  readonly permission: Permission;
  readonly action: string;
  readonly reason?: string | undefined;
  /** Refuses the step by throwing; gives what changes besides the state. */
  readonly prepare?: (tx: Tx, planned: PlannedFlight) => Promise<FlightChange>;
}

/** Moves a flight from state to state under the lock of its row. */
@Injectable()
export class FlightMover {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly flights: FlightRepository,
    private readonly access: AccessService,
    private readonly journal: MissionJournal,
    private readonly clock: Clock,
  ) {}

  /** @throws NOT_FOUND, FORBIDDEN, FLIGHT_STATE_CONFLICT, and what the step's preparation throws */
  async move(actor: Actor, id: string, step: FlightStep): Promise<z.input<typeof FlightView>> {
    return this.unitOfWork.run(actor, async (tx) => toFlightView(await this.step(tx, actor, id, step)));
  }

  /** The same inside a transaction. @throws as `move` */
  async step(tx: Tx, actor: Actor, id: string, step: FlightStep): Promise<PlannedFlight> {
    const { flight, volumes } = await this.held(tx, actor, id, step);
    const change = (await step.prepare?.(tx, { flight, volumes })) ?? {};
    const decision = this.decision(actor, flight, step);
    await this.flights.changeState(tx, decision, change);
    Object.assign(flight, change, { state: step.to, updatedAt: decision.at });
    await this.journal.record(tx, {
      action: step.action,
      subject: { kind: 'flight', id },
      details: { from: decision.fromState, to: step.to, reason: decision.reason },
      event: MissionEvents['missions.flight_decided'],
      fact: toFlightFact(flight),
    });
    return { flight, volumes };
  }

  private async held(tx: Tx, actor: Actor, id: string, { to, permission }: FlightStep): Promise<PlannedFlight> {
    const planned = await this.flights.lock(tx, id);
    if (!planned) throw PlatformErrors.NOT_FOUND();
    this.access.require(actor, permission, [subjectOf(planned.flight)]);
    const { state } = planned.flight;
    if (!mayMove(state, to)) throw MissionErrors.FLIGHT_STATE_CONFLICT({ state, to });
    return planned;
  }

  private decision(actor: Actor, { id: flightId, state }: Flight, { to, reason }: FlightStep): FlightDecision {
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

/** Whose a flight is, for access. */
export function subjectOf({ id, unitId, pilotId, caseId }: Flight): AccessSubject {
  return { id, unitIds: [unitId], userIds: pilotId === null ? [] : [pilotId], caseId };
}
