import { defineEvents } from '../platform/index.js';

/** Facts that missions tell others, through the outbox. */
export const MissionEvents = defineEvents({
  'missions.flight_planned':
    'A plan was filed and holds its airspace: `{flightId, unitId, caseId, deviceId, pilotId, state}`',
  'missions.flight_decided':
    'A flight took a step, by a person or by what its aircraft reported: `{flightId, unitId, caseId, deviceId, pilotId, state}`',
  'missions.flight_changed':
    'The plan of a flight was changed before take-off, and is decided anew: `{flightId, unitId, caseId, deviceId, pilotId, state}`',
  'missions.flight_incident_overdue':
    'The deadline to report an incident passed: `{flightId, unitId, caseId, deviceId, pilotId, state}`',
  'missions.flight_incident_reported':
    'An incident was reported to an authority: `{flightId, unitId, caseId, deviceId, pilotId, state}`',
  'missions.flight_alert_began':
    'Something goes wrong on a flight: `{flightId, unitId, caseId, deviceId, pilotId, state, kind, subjectId}`',
  'missions.flight_alert_ended':
    'It is right again: `{flightId, unitId, caseId, deviceId, pilotId, state, kind, subjectId}`',
  'missions.wayline_imported': 'A flight got a wayline: `{flightId, waylineId, version, sha256}`',
  'missions.unit_wayline_added':
    'A unit got a wayline that belongs to no flight: `{waylineId, unitId, name, sha256}`; aggregate `wayline:<id>`',
  'missions.wayline_reviewed':
    'The wayline of a flight was held against a changed plan: `{flightId, waylineId, version, sha256, setAside}`',
  'missions.flight_hit':
    'A zone or a flight of higher priority came over a live flight: `{flightId, unitId, caseId, deviceId, pilotId, state, hitId, outcome, contact}`',
  'missions.flight_resumed':
    'A flight that something had come over was decided anew: `{flightId, unitId, caseId, deviceId, pilotId, state}`',
  'missions.airspace_published':
    'A publication of airspace was imported or ended: `{publicationId, edition, added, changed, ended}`',
  'missions.zone_added': 'An airspace zone was added: `{zoneId, rule}`',
  'missions.zone_ended': 'An airspace zone that belongs to no publication was ended: `{zoneId, rule}`',
  'missions.rapid_test_recorded':
    'A reading became a run: `{rapidTestId, deviceId, unitId, operatorId, caseId, verdict}`',
  'missions.rapid_test_overridden':
    'A person thinks otherwise of a run, whose verdict stands: `{rapidTestId, deviceId, unitId, operatorId, caseId, verdict, opinion}`; aggregate `device:<id>`',
  'missions.rapid_test_told':
    'Whoever was tested was told of a result: as `missions.rapid_test_recorded`, and `toldAt`; aggregate `device:<id>`',
  'missions.confirmation_changed':
    'A laboratory was asked to confirm a run, reported, or the request was taken back: as `missions.rapid_test_recorded`, and `{confirmationId, state, finding}`; aggregate `device:<id>`',
  'missions.sample_taken': 'A sample was taken: `{sampleId, number, unitId, caseId, medium}`; aggregate `sample:<id>`',
  'missions.sample_handed_over':
    'A portion of a sample went to the next hand: `{sampleId, portionId, ordinal, purpose, unitId, caseId}`; aggregate `sample:<id>`',
  'missions.assistance_moved':
    'A step was taken with an assistance request: `{requestId, caseId, kind, askingUnitId, addressedUnitId, takenUnitId, state, step}`',
  'missions.assistance_overdue':
    'The deadline of an assistance request passed: `{requestId, caseId, kind, askingUnitId, addressedUnitId, takenUnitId, state}`',
});

/** Payload of `missions.flight_planned` and `missions.flight_decided`; aggregate `flight:<id>`. */
export interface FlightFact {
  readonly flightId: string;
  readonly unitId: string;
  readonly caseId: string | null;
  /** Null: a draft that named none was given up. */
  readonly deviceId: string | null;
  /** Null: nobody planned it and nobody holds the aircraft, or a draft that named none was given up. */
  readonly pilotId: string | null;
  readonly state: string;
}

/** Payload of `missions.wayline_imported`; aggregate `flight:<id>`. */
export interface WaylineFact {
  readonly flightId: string;
  readonly waylineId: string;
  readonly version: number;
  readonly sha256: string;
}

/** Payload of `missions.unit_wayline_added`; aggregate `wayline:<id>`. */
export interface UnitWaylineFact {
  readonly waylineId: string;
  readonly unitId: string;
  readonly name: string;
  readonly sha256: string;
}

/** Payload of `missions.wayline_reviewed`; aggregate `flight:<id>`. */
export interface WaylineReviewFact extends WaylineFact {
  /** Why it is not flown by the plan as it is now. */
  readonly setAside: string | null;
}

/** Payload of `missions.flight_hit`; aggregate `flight:<id>`. */
export interface FlightHitFact extends FlightFact {
  readonly hitId: string;
  readonly outcome: string;
  readonly contact: object;
}

/** Payload of `missions.airspace_published`; aggregate `publication:<id>`. */
export interface PublicationFact {
  readonly publicationId: string;
  readonly edition: number;
  readonly added: number;
  readonly changed: number;
  readonly ended: number;
}

/** Payload of `missions.zone_added` and `missions.zone_ended`; aggregate `zone:<id>`. */
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

/** Payload of `missions.sample_taken`; aggregate `sample:<id>`. */
export interface SampleFact {
  readonly sampleId: string;
  readonly number: string;
  readonly unitId: string;
  readonly caseId: string | null;
  readonly medium: string;
}

/** Payload of `missions.sample_handed_over`; aggregate `sample:<id>`. */
export interface SampleHandOverFact {
  readonly sampleId: string;
  readonly portionId: string;
  readonly ordinal: number;
  readonly purpose: string;
  readonly unitId: string;
  readonly caseId: string | null;
}

/** Payload of `missions.rapid_test_overridden`; aggregate `device:<id>`. */
export interface OverrideFact extends RapidTestFact {
  readonly opinion: string;
}

/** Payload of `missions.rapid_test_told`; aggregate `device:<id>`. */
export interface ToldFact extends RapidTestFact {
  readonly toldAt: string;
}

/** Payload of `missions.confirmation_changed`; aggregate `device:<id>`. */
export interface ConfirmationFact extends RapidTestFact {
  readonly confirmationId: string;
  readonly state: string;
  readonly finding: string | null;
}

/** Payload of `missions.assistance_moved` and `missions.assistance_overdue`; aggregate `assistance_request:<id>`. */
export interface AssistanceFact {
  readonly requestId: string;
  readonly caseId: string;
  readonly kind: string;
  readonly askingUnitId: string;
  /** Null: left to the first that takes it. */
  readonly addressedUnitId: string | null;
  readonly takenUnitId: string | null;
  readonly state: string;
  /** Absent where time alone did it. */
  readonly step?: string;
}
