import { Injectable } from '@nestjs/common';
import { circle, type Position } from '../../geo/index.js';
import type { Tx } from '../../platform/index.js';
import { AirspaceZoneRepository } from '../airspace/zones/airspace-zone.repository.js';
import { FlightRepository } from '../flights/flight.repository.js';
import { type PlannedFlight, toOccupation } from '../flights/planned-flight.js';
import type { Outcome, WatchState } from './conformance.rules.js';
import { type AirLimits, FLYING_STATES, type FlyingState, type WatchedZone } from './conformance.types.js';
import { FlightAlertRepository } from './flight-alert.repository.js';
import { type FlyingRow, FlyingRepository } from './flying.repository.js';
import { OutcomeRecorder } from './outcome.recorder.js';
import { stateOf } from './restored.rules.js';
import { toWatchedZone } from './watched-zone.js';

/** A flight in the air with everything that the detector holds it against, but for what moves around it. */
export interface WatchedFlight {
  readonly id: string;
  readonly state: WatchState;
  readonly limits: Omit<AirLimits, 'zones' | 'others'>;
}

/** How far around an aircraft zones are looked for, and for how long ahead. */
const ZONES_METRES = 3_000;
const ZONES_AHEAD_MS = 3_600_000;
/** A frame has aged by the time that zones are looked up for it. */
const ZONES_BACK_MS = 300_000;
const EVERY_HEIGHT = { lowerMetres: 0, upperMetres: 100_000 } as const;

/** Flights in the air as telemetry watches over them. No access decision is taken here. */
@Injectable()
export class ConformanceService {
  constructor(
    private readonly flights: FlightRepository,
    private readonly inTheAir: FlyingRepository,
    private readonly alerts: FlightAlertRepository,
    private readonly zones: AirspaceZoneRepository,
    private readonly recorder: OutcomeRecorder,
  ) {}

  async flying(tx: Tx): Promise<FlyingRow[]> {
    return this.inTheAir.all(tx);
  }

  /** When each of these aircraft last landed; without those that never did. */
  async lastLandings(tx: Tx, deviceIds: readonly string[]): Promise<ReadonlyMap<string, Date>> {
    return this.inTheAir.lastLandings(tx, deviceIds);
  }

  /** Undefined once it is over. The detector goes on from the alerts that are open; silence counts from `now`. */
  async watched(tx: Tx, id: string, now: Date): Promise<WatchedFlight | undefined> {
    const planned = await this.flights.find(tx, id);
    const state = FLYING_STATES.find((flying) => flying === planned?.flight.state);
    if (!planned || !state) return undefined;
    return { id, limits: limitsOf(planned), state: stateOf(state, await this.alerts.open(tx, id), now) };
  }

  async zonesNear(tx: Tx, position: Position, now: Date): Promise<WatchedZone[]> {
    const during = { from: new Date(now.getTime() - ZONES_BACK_MS), to: new Date(now.getTime() + ZONES_AHEAD_MS) };
    const volume = { geometry: circle(position, ZONES_METRES), ...EVERY_HEIGHT };
    const found = await this.zones.candidates(tx, { during, volumes: [volume] });
    return found.map((zone) => toWatchedZone(zone, during));
  }

  /**
   * Keeps an outcome of the detector, and tells whoever is to know.
   * @returns false where the flight is not in that state any more: nothing was kept, and it is to be read again
   */
  async record(id: string, from: FlyingState, outcome: Outcome, position: Position | null): Promise<boolean> {
    return this.recorder.record(id, from, outcome, position);
  }
}

/** One for all that were told of none: whoever watches keeps it as long as a flight is in the air. */
const NO_ZONES: ReadonlySet<string> = new Set();

function limitsOf({ flight, volumes }: PlannedFlight): WatchedFlight['limits'] {
  return {
    plan: flight.origin === 'unplanned' ? null : toOccupation({ flight, volumes }),
    plannedTakeOff: flight.takeOff,
    takenOffFrom: flight.takenOffFrom,
    knownZoneIds: flight.reminders.length === 0 ? NO_ZONES : new Set(flight.reminders.map(({ zoneId }) => zoneId)),
  };
}
