import { Injectable } from '@nestjs/common';
import { Notices } from '../../../identity/index.js';
import { type Actor, Clock, newId, type Tx } from '../../../platform/index.js';
import type { Flight } from '../../flights/flight.entity.js';
import { toFlightFact } from '../../flights/flight.fact.js';
import { FlightRepository } from '../../flights/flight.repository.js';
import { FLIGHT_STATE_TABLE } from '../../flights/flight.rules.js';
import { MissionJournal } from '../../mission.journal.js';
import { MissionEvents } from '../../missions.events.js';
import type { FlightConflict, ZoneContact } from '../deconfliction/deconfliction.rules.js';
import type { FlightHit } from './flight-hit.entity.js';
import { FlightHitRepository } from './flight-hit.repository.js';
import { type HitOutcome, outcomeOf } from './flight-hit.rules.js';
import { HitNotices } from './hit.notices.js';

/** A flight that something came over. */
export interface NewHit {
  readonly flightId: string;
  readonly contact: ZoneContact | FlightConflict;
  /** Words for people: the zone's name, or the purpose of the flight that goes first. */
  readonly by: string;
}

/** Writes down what came over flights and tells their pilots, planners and commanders. */
@Injectable()
export class FlightHitsRecorder {
  constructor(
    private readonly hits: FlightHitRepository,
    private readonly flights: FlightRepository,
    private readonly notices: Notices,
    private readonly journal: MissionJournal,
    private readonly clock: Clock,
  ) {}

  /**
   * In the transaction that brings the zone or the flight, whose cells are held. A flight's state is read under its lock:
   * one that takes off meanwhile is alarmed, one that ends is let alone. Answers how many hits are new.
   */
  async record(tx: Tx, hits: readonly NewHit[]): Promise<number> {
    const flights = new Map(
      (await this.flights.lockAll(tx, [...new Set(hits.map(({ flightId }) => flightId))])).map((flight) => [
        flight.id,
        flight,
      ]),
    );
    let added = 0;
    for (const hit of hits) {
      const flight = flights.get(hit.flightId);
      if (!flight || !FLIGHT_STATE_TABLE[flight.state].live) continue;
      if (await this.add(tx, flight, hit)) added += 1;
    }
    return added;
  }

  /** Everything open on the flight is settled; its row is held. */
  async settle(tx: Tx, flight: Flight, actor: Actor, reason: string): Promise<void> {
    const by = { settledAt: this.clock.now(), settledBy: actor.id, settlement: reason };
    const settled = await this.hits.settle(tx, flight.id, by);
    if (settled === 0) return;
    await this.journal.record(tx, {
      action: 'flight.resume',
      subject: { kind: 'flight', id: flight.id },
      details: { reason, settled },
      event: MissionEvents['missions.flight_resumed'],
      fact: toFlightFact(flight),
    });
  }

  private async add(tx: Tx, flight: Flight, hit: NewHit): Promise<boolean> {
    const { contact } = hit;
    const outcome = outcomeOf(flight.state, contact);
    const row: FlightHit = {
      id: newId(),
      flightId: flight.id,
      zoneId: 'zoneId' in contact ? contact.zoneId : null,
      byFlightId: 'flightId' in contact ? contact.flightId : null,
      outcome,
      contact,
      at: this.clock.now(),
      settledAt: null,
      settledBy: null,
      settlement: null,
    };
    if (!(await this.hits.add(tx, row))) return false;
    await this.tell(tx, flight, { hit, id: row.id, outcome });
    await this.journal.record(tx, {
      action: 'flight.hit',
      subject: { kind: 'flight', id: flight.id },
      details: { outcome, contact },
      event: MissionEvents['missions.flight_hit'],
      fact: { ...toFlightFact(flight), hitId: row.id, outcome, contact },
    });
    return true;
  }

  private async tell(
    tx: Tx,
    flight: Flight,
    { hit, id: occasion, outcome }: { readonly hit: NewHit; readonly id: string; readonly outcome: HitOutcome },
  ): Promise<void> {
    const { contact, by } = hit;
    const { id, pilotId, plannedBy, unitId, purpose, during } = flight;
    const code = outcome === 'blocked' && 'flightId' in contact ? 'FLIGHT_DISPLACED' : NOTICE_CODES[outcome];
    await this.notices.tell(tx, {
      to: { userIds: [pilotId, plannedBy].filter((person) => person !== null), role: { unitId, role: 'commander' } },
      content: HitNotices[code]({
        from: during.from.toISOString(),
        purpose,
        by,
        metres: Math.round(contact.overlapMetres),
        minutes: Math.ceil(contact.overlapMinutes),
      }),
      subject: { kind: 'flight', id },
      occasion,
    });
  }
}

const NOTICE_CODES = {
  blocked: 'FLIGHT_HIT_BLOCKED',
  alarmed: 'FLIGHT_HIT_ALARM',
  noted: 'FLIGHT_HIT_NOTED',
} as const;
