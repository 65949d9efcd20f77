import { z } from 'zod';
import type { Occupation } from '../../geo/index.js';
import {
  Day,
  Id,
  Instant,
  InstantView,
  pageOf,
  PageQuery,
  PeriodView,
  periodView,
  PositionInput,
  PositionView,
  text,
} from '../../platform/index.js';
import { incidentReportBy } from '../air-rules/deadline.rules.js';
import { CIRCUMSTANCES, KNOWN, TASK_NATURES } from '../air-rules/flight-facts.js';
import { FlightContactView, ZoneContactView } from '../airspace/zones/airspace-zone.schemas.js';
import type { FlightToAssess } from './assessment/flight-assessor.service.js';
import type { FlightHit } from '../airspace/hits/flight-hit.entity.js';
import { HIT_OUTCOMES } from '../airspace/hits/flight-hit.rules.js';
import { BboxInput, featuresOf, FormatInput, MultiPolygonView, PolygonView } from '../airspace/space.schemas.js';
import type { Flight, FlightDecision, FlightSortie, FlightVolume } from './flight.entity.js';
import { AssessmentView } from './assessment/flight-assessment.schemas.js';
import { VolumesInput } from './flight-volume.schemas.js';
import type { PhotoPose } from '../waylines/drawing/photo-poses.js';
import { FLIGHT_ORIGINS, FLIGHT_PHASES, FLIGHT_STATES, phaseOf, TAKE_OFF_FLAGS } from './flight.rules.js';
import { INCIDENT_OVERDUE } from './flying/incident.rules.js';

const KnownInput = z.enum(KNOWN).default('unknown');

/** The questions of Order 761 art. 31(2); what is not answered stays unknown and is not taken for a no. */
const CircumstancesInput = z
  .strictObject({
    networkRelay: KnownInput,
    dangerousOrDropped: KnownInput,
    overCrowd: KnownInput,
    fromMovingVehicle: KnownInput,
    several: KnownInput,
  })
  .prefault({});

/** A plan. Its period, heights and outlines are judged by the rules, each fault with its own code. */
export const FlightPlan = z
  .strictObject({
    caseId: Id.optional(),
    deviceId: Id,
    pilotId: Id,
    purpose: text(500),
    during: z.strictObject({ from: Instant, to: Instant }).describe('Half-open period'),
    volumes: VolumesInput,
    nature: z.enum(TASK_NATURES).default('ordinary'),
    circumstances: CircumstancesInput,
    beyondSight: KnownInput,
    surveying: KnownInput,
    takeOff: PositionInput.optional(),
    followUpOn: Day.optional().describe('When to come back and look again, in China'),
  })
  .meta({ id: 'FlightPlan' });

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

/** A circle around whoever holds the aircraft, from now on. */
export const FlyNowRequest = z
  .strictObject({
    position: PositionInput,
    radiusMetres: z.number().min(10).max(5_000).default(200),
    heightMetres: z.number().min(1).max(500).default(60).describe('Metres above ground'),
    minutes: z.number().int().min(5).max(240).default(60),
    deviceId: Id.optional().describe('absent: the only aircraft in one’s hands'),
    caseId: Id.optional(),
    purpose: text(500),
    nature: z.enum(TASK_NATURES).default('ordinary'),
    circumstances: CircumstancesInput,
    beyondSight: KnownInput,
    surveying: KnownInput,
  })
  .meta({ id: 'FlyNowRequest' });

/** What is otherwise than the last time. */
export const FlyAgainRequest = z
  .strictObject({
    during: z.strictObject({ from: Instant, to: Instant }).describe('Half-open period'),
    deviceId: Id.optional(),
    pilotId: Id.optional(),
    purpose: text(500).optional(),
    followUpOn: Day.optional().describe('When to come back and look once more, in China'),
  })
  .meta({ id: 'FlyAgainRequest' });

export const APPLICATION_FORMATS = ['pdf', 'docx'] as const;
export const ApplicationQuery = z.strictObject({ f: z.enum(APPLICATION_FORMATS).default('pdf') });

export const FlightRefusal = z.strictObject({ reason: text(1_000) }).meta({ id: 'FlightRefusal' });

/** Where an application was required, the answer of air traffic management has to be named. */
export const FlightApproval = z
  .strictObject({
    reason: text(1_000).optional(),
    authority: text(200).optional(),
    approvalNumber: text(100).optional(),
    version: z.int().positive().optional().describe('The version that was read; another one is refused'),
  })
  .default({})
  .meta({ id: 'FlightApproval' });

export const FlightClearance = z
  .strictObject({
    confirmedBy: text(200).optional().describe('Who of air traffic management confirmed (Order 761 art. 30)'),
  })
  .default({})
  .meta({ id: 'FlightClearance' });

const Moment = z.strictObject({ at: Instant.optional().describe('absent: now') }).default({});
export const FlightTakeOff = Moment.meta({ id: 'FlightTakeOff' });
export const FlightLanding = Moment.meta({ id: 'FlightLanding' });

export const FlightReport = z
  .strictObject({
    text: text(4_000),
    incident: text(4_000).optional().describe('What endangered safety (Order 761 art. 40)'),
  })
  .meta({ id: 'FlightReport' });

export const FlightIncidentReport = z
  .strictObject({
    to: text(200).describe('The authority that it was reported to'),
    at: Instant.optional().describe('absent: now'),
    reference: text(100).optional().describe('Under which number it was taken in'),
  })
  .meta({ id: 'FlightIncidentReport' });

export const FlightRemark = z
  .strictObject({ reason: text(1_000).optional() })
  .default({})
  .meta({ id: 'FlightRemark' });

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

const FlightHitView = z.object({
  outcome: z.enum(HIT_OUTCOMES),
  contact: z.union([ZoneContactView, FlightContactView]),
  at: InstantView,
  settledAt: InstantView.nullable(),
  settlement: z.string().nullable(),
});

const PhotoPoseView = z
  .object({
    source: z.literal('photo'),
    evidenceId: Id,
    takenAt: InstantView.nullable(),
    position: PositionView,
    heightMetres: z.number().nullable().describe('Above the take-off point'),
    headingDegrees: z.number().nullable(),
    gimbalPitchDegrees: z.number().nullable(),
    gimbalYawDegrees: z.number().nullable(),
  })
  .meta({ id: 'PhotoPose' });

export const FlightDetail = FlightView.extend({
  decisions: z.array(
    z.object({
      fromState: z.enum(FLIGHT_STATES),
      toState: z.enum(FLIGHT_STATES),
      reason: z.string().nullable(),
      actorId: Id.nullable().describe('null: the service, from what the aircraft reported'),
      unitId: Id.nullable(),
      at: InstantView,
    }),
  ),
  hits: z.array(FlightHitView).describe('What came over the flight after it was planned'),
  cameraPoses: z
    .array(PhotoPoseView)
    .describe('As photos tell, for who may see them: of this flight, or else of the one that it flies again'),
  sorties: z
    .array(z.object({ ordinal: z.int(), takenOffAt: InstantView, landedAt: InstantView.nullable() }))
    .describe('Every take-off with its landing: the battery is changed in between'),
}).meta({ id: 'FlightDetail' });

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

/** A flight with its volumes, as one reads it. */
export interface PlannedFlight {
  readonly flight: Flight;
  readonly volumes: readonly FlightVolume[];
}

export function toFlightView({ flight, volumes }: PlannedFlight): z.input<typeof FlightView> {
  return { ...toProperties(flight), volumes: volumes.map((volume) => toVolume(volume)) };
}

/** Everything that happened to a flight. */
export interface FlightHistory {
  readonly decisions: readonly FlightDecision[];
  readonly hits: readonly FlightHit[];
  readonly sorties: readonly FlightSortie[];
  readonly photos: readonly PhotoPose[];
}

export function toFlightDetail(
  planned: PlannedFlight,
  { decisions, hits, sorties, photos }: FlightHistory,
): z.input<typeof FlightDetail> {
  return {
    ...toFlightView(planned),
    cameraPoses: photos.map(({ takenAt, ...pose }) => ({
      source: 'photo' as const,
      ...pose,
      takenAt: takenAt?.toISOString() ?? null,
    })),
    sorties: sorties.map(({ ordinal, takenOffAt, landedAt }) => ({
      ordinal,
      takenOffAt: takenOffAt.toISOString(),
      landedAt: landedAt?.toISOString() ?? null,
    })),
    decisions: decisions.map(({ fromState, toState, reason, actorId, unitId, at }) => ({
      fromState,
      toState,
      reason,
      actorId,
      unitId,
      at: at.toISOString(),
    })),
    hits: hits.map(({ outcome, contact, at, settledAt, settlement }) => ({
      outcome,
      contact,
      at: at.toISOString(),
      settledAt: settledAt?.toISOString() ?? null,
      settlement,
    })),
  };
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

/** What is asked of the rules of the air about it; undefined where nobody or nothing flies. */
export function toAsked(planned: PlannedFlight): FlightToAssess | undefined {
  const { deviceId, pilotId, unitId, nature, circumstances, beyondSight, surveying, takeOff } = planned.flight;
  if (deviceId === null || pilotId === null || planned.volumes.length === 0) return undefined;
  const who = {
    flightId: planned.flight.id,
    deviceId,
    pilotId,
    unitId,
    nature,
    circumstances,
    beyondSight,
    surveying,
    takeOff,
  };
  return { ...toOccupation(planned), ...who };
}

/** What the flight takes up. */
export function toOccupation({ flight, volumes }: PlannedFlight): Occupation {
  return { during: flight.during, volumes: volumes.map(toVolume) };
}

export function toVolume({ geometry, band }: FlightVolume): z.input<typeof VolumeView> {
  if (band.upperMetres === undefined) throw new Error('the volume of a flight has no top');
  return { geometry, lowerMetres: band.lowerMetres, upperMetres: band.upperMetres };
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
