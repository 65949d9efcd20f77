import type { FlightFact } from '../missions.events.js';
import type { Flight } from './flight.entity.js';

/** A flight as events tell of it. */
export function toFlightFact({ id, unitId, caseId, deviceId, pilotId, state }: Flight): FlightFact {
  return { flightId: id, unitId, caseId, deviceId, pilotId, state };
}
