export { FLIGHT_STATES, LIVE_FLIGHT_STATES } from './flights/flight.rules.js';
export type { FlightState } from './flights/flight.rules.js';
export { MissionErrors } from './missions.errors.js';
export { MISSION_EVENTS } from './missions.events.js';
export type { FlightFact, RapidTestFact, ZoneFact } from './missions.events.js';
export { MissionsModule } from './missions.module.js';
export { MissionsService } from './missions.service.js';
export type { FlightSummary, InstrumentReading } from './missions.service.js';
export { SCREENING_NOTICE } from './rapid-tests/rapid-test.rules.js';
