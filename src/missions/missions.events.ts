/** Facts that missions tell others, through the outbox. */
export const MISSION_EVENTS = {
  flightPlanned: 'missions.flight_planned',
  flightDecided: 'missions.flight_decided',
  zoneAdded: 'missions.zone_added',
  rapidTestRecorded: 'missions.rapid_test_recorded',
} as const;

/** Payload of `missions.flight_planned` and `missions.flight_decided`; aggregate `flight:<id>`. */
export interface FlightFact {
  readonly flightId: string;
  readonly unitId: string;
  readonly caseId: string | null;
  readonly deviceId: string;
  readonly pilotId: string;
  readonly state: string;
}

/** Payload of `missions.zone_added`; aggregate `zone:<id>`. */
export interface ZoneFact {
  readonly zoneId: string;
  readonly rule: string;
}

/** Payload of `missions.rapid_test_recorded`; aggregate `device:<id>`. */
export interface RapidTestFact {
  readonly rapidTestId: string;
  readonly deviceId: string;
  readonly unitId: string;
  readonly operatorId: string | null;
  readonly caseId: string | null;
  readonly verdict: string;
}
