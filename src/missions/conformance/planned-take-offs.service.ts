import { Injectable } from '@nestjs/common';
import type { Position } from '../../geo/index.js';
import type { Tx } from '../../platform/index.js';
import { FlightMover } from '../flights/flying/flight-mover.service.js';
import { FlightRepository } from '../flights/flight.repository.js';
import type { FlightState } from '../flights/flight.rules.js';
import { toVolume } from '../flights/planned-flight.js';
import { flagsWith, TakeOffWatch } from '../flights/flying/take-off-watch.service.js';
import { FlyingRepository } from './flying.repository.js';
import { MATCH_MINUTES, planTakingOff, STATES_TAKING_OFF } from './turn.rules.js';
import type { HeardTakeOff } from './unplanned-flights.service.js';

const REASONS: Partial<Record<FlightState, string>> = {
  landed: 'the aircraft took off again inside its plan: its next sortie',
  approved: 'the aircraft took off inside its plan, which nobody had cleared',
  pre_reported: 'the aircraft took off inside its plan, which nobody had cleared',
};
const TOOK_OFF = 'the aircraft reported to be in the air';
const DOCK_SAYS = 'the dock reported that its task is flown';

interface Begun {
  readonly at: Date;
  readonly position: Position | null;
  readonly said: 'aircraft' | 'dock';
}

/** Takes a take-off for the flight that was planned, and flags what was wrong with it. */
@Injectable()
export class PlannedTakeOffs {
  constructor(
    private readonly flying: FlyingRepository,
    private readonly flights: FlightRepository,
    private readonly mover: FlightMover,
    private readonly takeOffs: TakeOffWatch,
  ) {}

  /** The id of the flight that has begun; undefined where no plan is the one that is flown. */
  async begin(tx: Tx, { deviceId, at, position }: HeardTakeOff): Promise<string | undefined> {
    const id = await this.matching(tx, { deviceId, at, position });
    return id === undefined ? undefined : this.beginThis(tx, id, { at, position, said: 'aircraft' });
  }

  /**
   * This very flight has begun, by the word of its aircraft, or of the dock that flies it: then the aircraft itself has
   * still to be heard. Undefined where it cannot begin any more.
   */
  async beginThis(tx: Tx, id: string, { at, position, said }: Begun): Promise<string | undefined> {
    await this.takeOffs.holdAgain(tx, id);
    const planned = await this.flights.lock(tx, id);
    if (!planned || !STATES_TAKING_OFF.includes(planned.flight.state)) return undefined;
    // A task is one sortie: what its dock says once the aircraft is back begins no other one.
    if (said === 'dock' && planned.flight.state === 'landed') return undefined;
    const faults = await this.takeOffs.faultsOf(tx, planned);
    const begun = await this.mover.moveItself(tx, id, {
      to: 'airborne',
      action: 'flight.takeOff',
      reason: REASONS[planned.flight.state] ?? (said === 'dock' ? DOCK_SAYS : TOOK_OFF),
      change: (flight) => ({
        takenOffAt: at,
        ...(said === 'aircraft' && { heardAirborneAt: at, takenOffFrom: position }),
        takeOffFlags: flagsWith(flight, faults),
      }),
    });
    if (begun) await this.takeOffs.alarm(tx, begun.flight, { faults, at, position });
    return begun && id;
  }

  private async matching(tx: Tx, { deviceId, at, position }: HeardTakeOff): Promise<string | undefined> {
    const near = await this.flying.near(tx, deviceId, { states: STATES_TAKING_OFF, at, minutes: MATCH_MINUTES });
    const plans = [];
    for (const { id, state, during, takeOff } of near) {
      const found = await this.flights.find(tx, id);
      plans.push({ id, state, during, takeOff, volumes: found?.volumes.map(toVolume) ?? [] });
    }
    return planTakingOff(plans, { at, position })?.id;
  }
}
