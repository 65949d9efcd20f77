import { Injectable } from '@nestjs/common';
import { Clock, type Period, SYSTEM, type Tx, UnitOfWork } from '../../platform/index.js';
import { FlightRepository } from '../flights/flight.repository.js';
import { FlightAlarm } from './flight-alarm.service.js';
import { FlightAlertRepository } from './flight-alert.repository.js';
import { FlyingRepository } from './flying.repository.js';
import { FLYING_STATES } from './conformance.types.js';
import { MATCH_MINUTES } from './turn.rules.js';

/** Why nobody watches a flight: frames come that cannot be used, or none come. */
export type UnwatchedReason = 'clock' | 'no_frames';

/** A flight that its aircraft may begin or be on by now, without having said so. */
export interface DueFlight {
  readonly id: string;
  readonly deviceId: string;
  readonly during: Period;
  /** People said that it took off. */
  readonly isSaidFlying: boolean;
  /** False where it is over, and only what was told of it is to end. */
  readonly isDue: boolean;
  /** What was told of it already. */
  readonly told: UnwatchedReason | null;
}

/** Flights that were cleared and are not watched. Whether they are is for those to say who hear the aircraft. */
@Injectable()
export class UnwatchedFlights {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly flying: FlyingRepository,
    private readonly flights: FlightRepository,
    private readonly alerts: FlightAlertRepository,
    private readonly alarm: FlightAlarm,
    private readonly clock: Clock,
  ) {}

  async due(tx: Tx, now: Date): Promise<DueFlight[]> {
    return this.flying.due(tx, now, MATCH_MINUTES);
  }

  /** Told once for each reason; null: it is watched, or no longer to be. */
  async note(id: string, reason: UnwatchedReason | null): Promise<void> {
    await this.unitOfWork.run(SYSTEM, async (tx) => {
      const planned = await this.flights.lock(tx, id);
      if (!planned) return;
      const { flight } = planned;
      const now = this.clock.now();
      for (const { about } of (await this.alerts.open(tx, id)).filter(({ kind }) => kind === 'unwatched'))
        if (about !== reason) await this.alarm.settle(tx, flight, { ...UNWATCHED, about, beganAt: now }, now);
      const isOver = flight.heardAirborneAt !== null || !['cleared', ...FLYING_STATES].includes(flight.state);
      if (reason === null || isOver) return;
      await this.alarm.raise(tx, flight, { ...UNWATCHED, about: reason, beganAt: now }, null);
    });
  }
}

const UNWATCHED = {
  kind: 'unwatched',
  subjectId: null,
  metres: null,
  directionDegrees: null,
  rightSince: null,
  crossings: 1,
} as const;
