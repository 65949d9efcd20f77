import { Injectable } from '@nestjs/common';
import type { Tx } from '../../../platform/index.js';
import { FlightRepository } from '../../flights/flight.repository.js';
import { AirspaceJudge } from '../deconfliction/airspace-judge.service.js';
import type { AirspaceZone } from '../zones/airspace-zone.entity.js';
import { AirspaceZoneRepository, toZoneCandidate } from '../zones/airspace-zone.repository.js';
import { zoneContacts } from '../deconfliction/deconfliction.rules.js';
import { inTurns } from '../deconfliction/in-turns.js';
import { FlightHitsRecorder, type NewHit } from './flight-hits.recorder.js';

/** A zone comes into force and is held against every live flight in the same transaction. */
@Injectable()
export class ZoneArrival {
  constructor(
    private readonly judge: AirspaceJudge,
    private readonly zones: AirspaceZoneRepository,
    private readonly flights: FlightRepository,
    private readonly recorder: FlightHitsRecorder,
  ) {}

  /**
   * The cells of the zones are held first, so that a plan filed at the same moment either sees the zones or is seen by
   * them. Answers how many flights were hit anew.
   * @param known ids of those that change nothing for flights, which were held against the version before
   */
  async bring(tx: Tx, zones: readonly AirspaceZone[], known: ReadonlySet<string> = new Set()): Promise<number> {
    if (zones.length === 0) return 0;
    await this.judge.hold(tx, [{ volumes: zones }]);
    await this.zones.insert(tx, zones);
    const byId = new Map(zones.filter(({ id }) => !known.has(id)).map((zone) => [zone.id, zone]));
    const hits: NewHit[] = [];
    for (const { zoneIds, ...flight } of await this.flights.liveIn(tx, [...byId.keys()])) {
      const met = zoneIds.flatMap((id) => byId.get(id) ?? []).map(toZoneCandidate);
      const contacts = await inTurns(zoneContacts(flight, met));
      for (const contact of contacts) hits.push({ flightId: flight.flightId, contact, by: contact.name });
    }
    return this.recorder.record(tx, hits);
  }
}
