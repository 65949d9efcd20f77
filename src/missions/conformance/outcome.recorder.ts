import { Injectable } from '@nestjs/common';
import type { Position } from '../../geo/index.js';
import { SYSTEM, type Tx, UnitOfWork } from '../../platform/index.js';
import { FlightMover } from '../flights/flying/flight-mover.service.js';
import { FlightRepository } from '../flights/flight.repository.js';
import type { Outcome, WatchState } from './conformance.rules.js';
import type { FlyingState } from './conformance.types.js';
import { FlightAlarm } from './flight-alarm.service.js';
import { FlightAlertRepository } from './flight-alert.repository.js';

const REASON_OF: Readonly<Record<FlyingState, string>> = {
  airborne: 'back within its plan',
  nonconforming: 'outside its plan',
  contingent: 'outside its plan for a minute without coming back',
};

/** Keeps what the detector finds: what began and ended, how bad it got, and the state that follows. */
@Injectable()
export class OutcomeRecorder {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly flights: FlightRepository,
    private readonly alerts: FlightAlertRepository,
    private readonly alarm: FlightAlarm,
    private readonly mover: FlightMover,
  ) {}

  /** False where the flight has left the state `from`: nothing is kept then. */
  async record(id: string, from: FlyingState, outcome: Outcome, position: Position | null): Promise<boolean> {
    return this.unitOfWork.run(SYSTEM, async (tx) => {
      const planned = await this.flights.lock(tx, id);
      if (planned?.flight.state !== from) return false;
      const { flight } = planned;
      for (const alert of outcome.began) await this.alarm.raise(tx, flight, alert, position);
      for (const { alert, at } of outcome.ended) await this.alarm.settle(tx, flight, alert, at);
      for (const alert of outcome.next.open)
        if (alert.metres !== null || alert.crossings > 1) await this.alerts.worsen(tx, id, alert);
      if (outcome.next.state !== from) await this.follow(tx, id, outcome.next);
      return true;
    });
  }

  /** Of leaving the plan its alerts tell already. */
  private async follow(tx: Tx, id: string, { state, astraySince }: WatchState): Promise<void> {
    const moved = await this.mover.moveItself(tx, id, {
      to: state,
      action: 'flight.conform',
      reason: REASON_OF[state],
    });
    if (!moved || state === 'nonconforming') return;
    const occasion = `${state} ${(astraySince ?? moved.flight.updatedAt).toISOString()}`;
    const code = state === 'contingent' ? 'FLIGHT_CONTINGENT' : 'FLIGHT_RECOVERED';
    await this.alarm.tell(tx, moved.flight, code, { occasion });
  }
}
