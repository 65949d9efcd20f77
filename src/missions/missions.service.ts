import { Injectable } from '@nestjs/common';
import type { Position, Volume } from '../geo/index.js';
import type { Actor, Period, Tx } from '../platform/index.js';
import { type FlyingFlight, FlyingRepository } from './conformance/flying.repository.js';
import { FlightFinder } from './flights/flight.finder.js';
import { FlightRepository } from './flights/flight.repository.js';
import type { FlightState } from './flights/flight.rules.js';
import { type PlannedFlight, toVolume } from './flights/planned-flight.js';
import { RapidTestRecorder } from './rapid-tests/runs/rapid-test.recorder.js';
import { BARE_ACCOUNT } from './rapid-tests/runs/run-account.js';

/** A flight as other features see it; `volumes` in metres above ground. */
export interface FlightSummary {
  readonly id: string;
  readonly caseId: string | null;
  /** Null: a draft that names none. */
  readonly deviceId: string | null;
  /** Null: nobody planned it and nobody holds the aircraft. */
  readonly pilotId: string | null;
  readonly unitId: string;
  readonly state: FlightState;
  readonly during: Period;
  readonly volumes: readonly Volume[];
}

/** A reading as an instrument sent it. `dedupKey` is the same for every redelivery. */
export interface InstrumentReading {
  readonly deviceId: string;
  readonly at: Date;
  readonly receivedAt: Date;
  readonly item: string;
  readonly value: number;
  readonly unit?: string | undefined;
  readonly lot?: string | undefined;
  readonly readings?: readonly number[] | undefined;
  readonly position?: Position | undefined;
  readonly dedupKey: Buffer;
}

/** Missions as the other features ask for them. Where it does not say so, no access decision is taken here. */
@Injectable()
export class MissionsService {
  constructor(
    private readonly flights: FlightRepository,
    private readonly recorder: RapidTestRecorder,
    private readonly finder: FlightFinder,
    private readonly inTheAir: FlyingRepository,
  ) {}

  /** @throws NOT_FOUND when one of them is unknown or not visible to the actor */
  async requireVisible(tx: Tx, actor: Actor, flightIds: readonly string[]): Promise<FlightSummary[]> {
    const found: FlightSummary[] = [];
    for (const id of flightIds) found.push(toFlightSummary(await this.finder.require(tx, actor, id, 'flight.read')));
    return found;
  }

  async flight(tx: Tx, id: string): Promise<FlightSummary | undefined> {
    const planned = await this.flights.find(tx, id);
    return planned && toFlightSummary(planned);
  }

  /** Every flight of a device but drafts, in whatever state, whose period meets this one; in order of their beginning. */
  async flightsOfDevice(tx: Tx, deviceId: string, during: Period): Promise<FlightSummary[]> {
    const found = await this.flights.ofDevice(tx, deviceId, during);
    return found.filter(({ flight }) => flight.state !== 'draft').map(toFlightSummary);
  }

  /** Flights of some units that are in the air, the longest first. */
  async flyingOf(tx: Tx, unitIds: readonly string[], limit: number): Promise<FlyingFlight[]> {
    return this.inTheAir.ofUnits(tx, unitIds, limit);
  }

  /**
   * A reading becomes a run of whoever held the instrument then, for the case of that booking. Without a holder it is
   * kept too, flagged and without operator. @throws RAPID_TEST_DEVICE_UNKNOWN
   */
  async recordReading(
    tx: Tx,
    { deviceId, receivedAt, dedupKey, ...reading }: InstrumentReading,
  ): Promise<{ readonly rapidTestId: string; readonly duplicate: boolean }> {
    const held = await this.recorder.instrument(tx, deviceId, reading.at);
    const draft = { reading, receivedAt, origin: 'instrument', deliveryKey: dedupKey, account: BARE_ACCOUNT } as const;
    const { run, duplicate } = await this.recorder.record(tx, held, draft);
    return { rapidTestId: run.id, duplicate };
  }
}

export function toFlightSummary({ flight, volumes }: PlannedFlight): FlightSummary {
  const { id, caseId, deviceId, pilotId, unitId, state, during } = flight;
  return { id, caseId, deviceId, pilotId, unitId, state, during, volumes: volumes.map(toVolume) };
}
