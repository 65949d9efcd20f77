import { z } from 'zod';
import {
  Day,
  Id,
  Instant,
  InstantView,
  pageOf,
  PageQuery,
  PeriodView,
  periodView,
  PositionView,
} from '../../platform/index.js';
import { incidentReportBy } from '../air-rules/deadline.rules.js';
import { CIRCUMSTANCES, KNOWN, TASK_NATURES } from '../air-rules/flight-facts.js';
import { FlightContactView, ZoneContactView } from '../airspace/zones/airspace-zone.schemas.js';
import { BboxInput, featuresOf, FormatInput, MultiPolygonView, PolygonView } from '../airspace/space.schemas.js';
import type { Flight } from './flight.entity.js';
import { AssessmentView } from './assessment/flight-assessment.schemas.js';
import { FLIGHT_ORIGINS, FLIGHT_PHASES, FLIGHT_STATES, phaseOf, TAKE_OFF_FLAGS } from './flight.rules.js';
import { INCIDENT_OVERDUE } from './flying/incident.rules.js';
import { type PlannedFlight, toVolume } from './planned-flight.js';

export const FlightQuery = PageQuery.extend({
  bbox: BboxInput.optional(),
  state: z.enum(FLIGHT_STATES).optional(),
  caseId: Id.optional(),
  deviceId: Id.optional(),
  followUpBy: Day.optional().describe('Only flights to be looked at again by this day in China'),
  from: Instant.optional().describe('Only flights that end after this instant'),
  to: Instant.optional().describe('Only flights that begin before this instant'),
  f: FormatInput,
});

export const APPLICATION_FORMATS = ['pdf', 'docx'] as const;
export const ApplicationQuery = z.strictObject({ f: z.enum(APPLICATION_FORMATS).default('pdf') });

const VolumeView = z.object({ geometry: PolygonView, lowerMetres: z.number(), upperMetres: z.number() });

const FlightProperties = z.object({
  id: Id,
  state: z.enum(FLIGHT_STATES),
  caseId: Id.nullable(),
  deviceId: Id.nullable().describe('null: a draft that names none yet'),
  phase: z.enum(FLIGHT_PHASES),
  pilotId: Id.nullable(),
  unitId: Id,
  purpose: z.string(),
  during: PeriodView,
  reminders: z.array(ZoneContactView).describe('Zones that set a condition, as told when the flight was planned'),
  displaces: z.array(FlightContactView).describe('Flights of lower priority that give way to it'),
  plannedBy: Id.nullable(),
  nature: z.enum(TASK_NATURES),
  circumstances: z.record(z.enum(CIRCUMSTANCES), z.enum(KNOWN)),
  beyondSight: z.enum(KNOWN),
  surveying: z.enum(KNOWN),
  takeOff: PositionView.nullable(),
  origin: z.enum(FLIGHT_ORIGINS),
  repeatsId: Id.nullable(),
  followUpOn: z.iso.date().nullable(),
  assessment: AssessmentView.nullable(),
  authority: z.string().nullable(),
  approvalNumber: z.string().nullable(),
  takenOffAt: InstantView.nullable(),
  landedAt: InstantView.nullable(),
  report: z.string().nullable(),
  incident: z.string().nullable(),
  incidentReportBy: InstantView.nullable().describe('Order 761 art. 40'),
  incidentReportedAt: InstantView.nullable(),
  incidentReportedTo: z.string().nullable(),
  incidentReference: z.string().nullable(),
  incidentOverdue: z.boolean().describe('The deadline passed and the report was not recorded'),
  takeOffFlags: z.array(z.enum(TAKE_OFF_FLAGS)).describe('What was wrong with taking off'),
  version: z.int().describe('Rises with every change and every step; a change names the one that was read'),
  heldUntil: InstantView.nullable().describe('A checked plan holds its airspace until then'),
  createdAt: InstantView,
});

export const FlightView = FlightProperties.extend({ volumes: z.array(VolumeView) }).meta({ id: 'Flight' });

export const FlightPage = pageOf(FlightView).meta({ id: 'FlightPage' });

export const FlightFeatures = featuresOf(
  MultiPolygonView.nullable(),
  FlightProperties.extend({
    lowerMetres: z.number().nullable().describe('null: a flight without volumes'),
    upperMetres: z.number().nullable(),
  }),
).meta({ id: 'FlightFeatures' });

export const FlightList = z.union([FlightPage, FlightFeatures]);

/** What planning would have answered, without an id: nothing was written. */
export const FlightCheck = FlightProperties.pick({ during: true, unitId: true, reminders: true, displaces: true })
  .extend({ state: z.literal('checked'), conflicts: z.array(z.never()), assessment: AssessmentView })
  .meta({ id: 'FlightCheck' });

export function toFlightView({ flight, volumes }: PlannedFlight): z.input<typeof FlightView> {
  return { ...toProperties(flight), volumes: volumes.map((volume) => toVolume(volume)) };
}

/** All outlines of a flight as one feature, between its lowest and its highest height; unlocated where it has none (RFC 7946 §3.2). */
export function toFlightFeature({
  flight,
  volumes,
}: PlannedFlight): z.input<typeof FlightFeatures>['features'][number] {
  const heights = volumes.map((volume) => toVolume(volume));
  const coordinates = volumes.map(({ geometry }) => geometry.coordinates);
  const isPlaced = volumes.length > 0;
  return {
    type: 'Feature',
    id: flight.id,
    geometry: isPlaced ? { type: 'MultiPolygon', coordinates } : null,
    properties: {
      ...toProperties(flight),
      lowerMetres: isPlaced ? Math.min(...heights.map(({ lowerMetres }) => lowerMetres)) : null,
      upperMetres: isPlaced ? Math.max(...heights.map(({ upperMetres }) => upperMetres)) : null,
    },
  };
}

function toProperties(flight: Flight): z.input<typeof FlightProperties> {
  const { during, reminders, displaces, takenOffAt, landedAt, incident, createdAt, updatedAt: _, ...same } = flight;
  return {
    ...same,
    phase: phaseOf(flight.state),
    during: periodView(during),
    reminders: [...reminders],
    displaces: [...displaces],
    takenOffAt: takenOffAt?.toISOString() ?? null,
    landedAt: landedAt?.toISOString() ?? null,
    incident,
    incidentReportBy: landedAt && incident ? incidentReportBy(landedAt).toISOString() : null,
    incidentReportedAt: flight.incidentReportedAt?.toISOString() ?? null,
    incidentOverdue: flight.incidentStage === INCIDENT_OVERDUE && flight.incidentReportedAt === null,
    takeOffFlags: [...flight.takeOffFlags],
    heldUntil: flight.heldUntil?.toISOString() ?? null,
    createdAt: createdAt.toISOString(),
  };
}
