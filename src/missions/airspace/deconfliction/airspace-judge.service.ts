import { Injectable } from '@nestjs/common';
import type { Occupation } from '../../../geo/index.js';
import { type Actor, together, type Tx } from '../../../platform/index.js';
import type { Flight } from '../../flights/flight.entity.js';
import { FlightRepository } from '../../flights/flight.repository.js';
import { MissionErrors } from '../../missions.errors.js';
import { AirspaceZoneRepository } from '../zones/airspace-zone.repository.js';
import { type Alternative, alternatives, PROPOSED_CEILING_METRES, reachOf } from './alternatives.rules.js';
import {
  type Claim,
  deconflict,
  type Deconfliction,
  type Near,
  type ZoneContact,
  zoneContacts,
} from './deconfliction.rules.js';
import type { FlightHit } from '../hits/flight-hit.entity.js';
import { FlightHitRepository } from '../hits/flight-hit.repository.js';
import { FlightHitsRecorder } from '../hits/flight-hits.recorder.js';
import { inTurns } from './in-turns.js';
import { lockKeys, type Reach } from './lock-cells.rules.js';

/** Says of a plan what stands in its way, exactly; and what else would be free. */
@Injectable()
export class AirspaceJudge {
  constructor(
    private readonly flights: FlightRepository,
    private readonly zones: AirspaceZoneRepository,
    private readonly hits: FlightHitRepository,
    private readonly recorder: FlightHitsRecorder,
  ) {}

  /** What is decided after this holds until the end of the transaction: nobody else decides about these cells. */
  async hold(tx: Tx, reaches: readonly Reach[]): Promise<void> {
    await this.flights.lockAirspace(tx, lockKeys(reaches));
  }

  /** @param besides a flight that does not stand in its own way */
  async decide(tx: Tx, plan: Claim, besides?: string): Promise<Deconfliction> {
    return inTurns(deconflict(plan, await this.near(tx, plan, besides)));
  }

  async zonesMet(tx: Tx, plan: Occupation): Promise<ZoneContact[]> {
    return inTurns(zoneContacts(plan, await this.zones.candidates(tx, plan)));
  }

  /** Other times and heights that are free at this moment, some of each at most. Nothing is held for the asker. */
  async alternatives(tx: Tx, plan: Claim, earliest: Date, besides?: string): Promise<Alternative[]> {
    const top = Math.max(PROPOSED_CEILING_METRES, ...plan.volumes.map(({ upperMetres }) => upperMetres));
    const around: Occupation = {
      during: reachOf(plan, earliest),
      volumes: plan.volumes.map(({ geometry }) => ({ geometry, lowerMetres: 0, upperMetres: top })),
    };
    return inTurns(alternatives(plan, await this.near(tx, around, besides), earliest));
  }

  private async near(tx: Tx, space: Occupation, besides?: string): Promise<Near> {
    const [flights, zones] = await together([this.flights.candidates(tx, space), this.zones.candidates(tx, space)]);
    return { flights: flights.filter(({ flightId }) => flightId !== besides), zones };
  }

  /** Those that give way to this flight, which was written just now, are stopped and told. */
  async displace(tx: Tx, { id, nature, purpose, displaces }: Flight): Promise<void> {
    const hits = displaces.map(({ flightId, ...contact }) => ({
      flightId,
      contact: { ...contact, flightId: id, nature },
      by: purpose,
    }));
    await this.recorder.record(tx, hits);
  }

  /** Everything open on the flight is settled; its row is held. */
  async settle(tx: Tx, flight: Flight, actor: Actor, reason: string): Promise<void> {
    await this.recorder.settle(tx, flight, actor, reason);
  }

  /** What keeps a flight on the ground that may otherwise take off. */
  async blocking(tx: Tx, flightId: string): Promise<FlightHit[]> {
    return this.hits.blocking(tx, flightId);
  }

  /** Everything that came over the flight, the oldest first. */
  async hitsOn(tx: Tx, flightId: string): Promise<FlightHit[]> {
    return this.hits.of(tx, flightId);
  }

  /** @throws FLIGHT_BLOCKED while something that came over the flight is not settled */
  async requireUnblocked(tx: Tx, flightId: string): Promise<void> {
    const hits = await this.hits.blocking(tx, flightId);
    if (hits.length > 0) throw MissionErrors.FLIGHT_BLOCKED({ hits: hits.map(({ contact }) => contact) });
  }
}
