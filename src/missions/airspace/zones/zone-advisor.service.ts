import { Injectable } from '@nestjs/common';
import { CasesService } from '../../../cases/index.js';
import type { CheckOutAdvisor, CheckOutReminder, Departure } from '../../../equipment/index.js';
import type { Occupation } from '../../../geo/index.js';
import type { Tx } from '../../../platform/index.js';
import { FlightRepository } from '../../flights/flight.repository.js';
import { FLIGHT_STATE_TABLE } from '../../flights/flight.rules.js';
import { toOccupation } from '../../flights/planned-flight.js';
import { AirspaceZoneRepository } from './airspace-zone.repository.js';
import { type ZoneContact, zoneContacts } from '../deconfliction/deconfliction.rules.js';
import { inTurns } from '../deconfliction/in-turns.js';
import { surroundings, zoneAdvice } from './zone-advice.rules.js';

/** Reminds whoever takes an aircraft of the zones around the case, around the store room, and on its planned flights. */
@Injectable()
export class ZoneAdvisor implements CheckOutAdvisor {
  constructor(
    private readonly zones: AirspaceZoneRepository,
    private readonly flights: FlightRepository,
    private readonly cases: CasesService,
  ) {}

  async remindersFor(tx: Tx, departure: Departure): Promise<readonly CheckOutReminder[]> {
    if (departure.category !== 'uav') return [];
    const contacts: ZoneContact[] = [];
    for (const space of await this.spaces(tx, departure)) {
      contacts.push(...(await inTurns(zoneContacts(space, await this.zones.candidates(tx, space)))));
    }
    return zoneAdvice(contacts);
  }

  private async spaces(tx: Tx, { deviceId, caseId, during, position }: Departure): Promise<Occupation[]> {
    const file = caseId === null ? undefined : await this.cases.find(tx, caseId);
    const places = [position ?? undefined, file?.place].filter((place) => place !== undefined);
    const flights = await this.flights.ofDevice(tx, deviceId, during);
    return [
      ...places.map((place) => surroundings(place, during)),
      ...flights.filter(({ flight }) => FLIGHT_STATE_TABLE[flight.state].live).map(toOccupation),
    ];
  }
}
