import { Injectable } from '@nestjs/common';
import { asUser, type Permission } from '../../../identity/index.js';
import { type Actor, Clock, newId, PlatformErrors, type Tx, UnitOfWork, violates } from '../../../platform/index.js';
import type { z } from 'zod';
import { MissionJournal } from '../../mission.journal.js';
import { MissionErrors } from '../../missions.errors.js';
import { MissionEvents } from '../../missions.events.js';
import { ownDecision, spanEnd } from '../planning/flight-drawing.js';
import type { Flight, FlightDecision } from '../flight.entity.js';
import { toFlightFact } from '../flight.fact.js';
import { FlightLegs } from './flight-legs.service.js';
import { FlightRepository } from '../flight.repository.js';
import { FlightSight } from '../flight.sight.js';
import { type FlightState, mayMove } from '../flight.rules.js';
import { type FlightView, toFlightView } from '../flight.schemas.js';
import type { PlannedFlight } from '../planned-flight.js';

/** What a step may write on the flight besides its state. */
export type FlightChange = Partial<
  Pick<
    Flight,
    | 'assessment'
    | 'authority'
    | 'approvalNumber'
    | 'takenOffAt'
    | 'landedAt'
    | 'report'
    | 'incident'
    | 'during'
    | 'heardAirborneAt'
    | 'takenOffFrom'
    | 'takeOffFlags'
  >
>;

/** A step that the service takes by itself, from what the aircraft reported. */
export interface OwnStep {
  readonly to: FlightState;
  readonly action: string;
  readonly reason: string;
  readonly change?: (flight: Flight) => FlightChange;
}

/** A step somebody takes with a flight. */
export interface FlightStep {
  readonly to: FlightState;
  readonly permission: Permission;
  readonly action: string;
  readonly reason?: string | undefined;
  /** Takes the locks that come before the flight's own. */
  readonly ahead?: (tx: Tx) => Promise<void>;
  /** Refuses the step by throwing; gives what changes besides the state. */
  readonly prepare?: (tx: Tx, planned: PlannedFlight) => Promise<FlightChange>;
  /** What follows from the step, which is written. */
  readonly after?: (tx: Tx, planned: PlannedFlight) => Promise<void>;
}

interface Decided {
  readonly decision: FlightDecision;
  readonly action: string;
  readonly change: FlightChange;
}

/** Moves a flight from state to state under the lock of its row. */
@Injectable()
export class FlightMover {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly flights: FlightRepository,
    private readonly sight: FlightSight,
    private readonly legs: FlightLegs,
    private readonly journal: MissionJournal,
    private readonly clock: Clock,
  ) {}

  /** @throws NOT_FOUND, FORBIDDEN, FLIGHT_STATE_CONFLICT, FLIGHT_DEVICE_AIRBORNE, and what the step's preparation throws */
  async move(actor: Actor, id: string, step: FlightStep): Promise<z.input<typeof FlightView>> {
    try {
      return await this.unitOfWork.run(actor, async (tx) => toFlightView(await this.step(tx, actor, id, step)));
    } catch (error) {
      if (violates(error, 'flight_airborne_device_key')) throw MissionErrors.FLIGHT_DEVICE_AIRBORNE({}, error);
      throw error;
    }
  }

  /**
   * What the service decides by itself, inside its own transaction.
   * @returns undefined where somebody was quicker and the flight may not go there any more
   */
  async moveItself(tx: Tx, id: string, { to, action, reason, change }: OwnStep): Promise<PlannedFlight | undefined> {
    const planned = await this.flights.lock(tx, id);
    if (!planned || !mayMove(planned.flight.state, to)) return undefined;
    const { flight } = planned;
    const decision = ownDecision(flight, { fromState: flight.state, toState: to, reason, at: this.clock.now() });
    await this.decide(tx, planned, { decision, action, change: change?.(flight) ?? {} });
    return planned;
  }

  /** The same inside a transaction. @throws as `move` */
  async step(tx: Tx, actor: Actor, id: string, step: FlightStep): Promise<PlannedFlight> {
    await step.ahead?.(tx);
    const planned = await this.held(tx, actor, id, step);
    const change = (await step.prepare?.(tx, planned)) ?? {};
    await this.decide(tx, planned, {
      decision: this.decision(actor, planned.flight, step),
      action: step.action,
      change,
    });
    await step.after?.(tx, planned);
    return planned;
  }

  private async decide(tx: Tx, { flight }: PlannedFlight, { decision, action, ...decided }: Decided): Promise<void> {
    const change = { ...decided.change, ...landing(flight, decided.change), ...furtherSortie(flight, decision) };
    await this.flights.changeState(tx, decision, change);
    await this.legs.follow(tx, decision, decided.change);
    const version = flight.version + 1;
    Object.assign(flight, change, { state: decision.toState, updatedAt: decision.at, heldUntil: null, version });
    await this.journal.record(tx, {
      action,
      subject: { kind: 'flight', id: flight.id },
      details: { from: decision.fromState, to: decision.toState, reason: decision.reason },
      event: MissionEvents['missions.flight_decided'],
      fact: toFlightFact(flight),
    });
  }

  private async held(tx: Tx, actor: Actor, id: string, { to, permission }: FlightStep): Promise<PlannedFlight> {
    const planned = await this.flights.lock(tx, id);
    if (!planned) throw PlatformErrors.NOT_FOUND();
    this.sight.require(actor, permission, planned.flight);
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

/** A flight that nobody planned lasted from its take-off to its landing. */
function landing({ origin, during }: Flight, { landedAt }: FlightChange): FlightChange {
  return origin === 'unplanned' && landedAt
    ? { during: { from: during.from, to: spanEnd(during.from, landedAt) } }
    : {};
}

/** The flight keeps its first take-off, and is in the air again. */
function furtherSortie({ takenOffAt }: Flight, { fromState, toState }: FlightDecision): FlightChange {
  return fromState === 'landed' && toState === 'airborne' ? { takenOffAt, landedAt: null } : {};
}
