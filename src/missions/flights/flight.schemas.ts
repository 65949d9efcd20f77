import { z } from 'zod';
import type { Occupation } from '../../geo/index.js';
import { Id, Instant, InstantView, PageQuery, pageOf, PeriodView, periodView, text } from '../../platform/index.js';
import { ZoneContactView } from '../airspace/airspace-zone.schemas.js';
import {
  BboxInput,
  featuresOf,
  FormatInput,
  MultiPolygonView,
  PolygonInput,
  PolygonView,
} from '../airspace/space.schemas.js';
import type { Flight, FlightDecision, FlightVolume } from './flight.entity.js';
import { FLIGHT_STATES } from './flight.rules.js';

/** A plan. Its period, heights and outlines are judged by the rules, each fault with its own code. */
export const FlightPlan = z
  .strictObject({
    caseId: Id.optional(),
    deviceId: Id,
    pilotId: Id,
    purpose: text(500),
    during: z.strictObject({ from: Instant, to: Instant }).describe('Half-open period'),
    volumes: z
      .array(
        z.strictObject({
          geometry: PolygonInput,
          lowerMetres: z.number().describe('Metres above ground'),
          upperMetres: z.number().describe('Metres above ground'),
        }),
      )
      .max(100),
  })
  .meta({ id: 'FlightPlan' });

export const FlightQuery = PageQuery.extend({
  bbox: BboxInput.optional(),
  state: z.enum(FLIGHT_STATES).optional(),
  caseId: Id.optional(),
  deviceId: Id.optional(),
  from: Instant.optional().describe('Only flights that end after this instant'),
  to: Instant.optional().describe('Only flights that begin before this instant'),
  f: FormatInput,
});

export const FlightRefusal = z.strictObject({ reason: text(1_000) }).meta({ id: 'FlightRefusal' });

export const FlightRemark = z
  .strictObject({ reason: text(1_000).optional() })
  .default({})
  .meta({ id: 'FlightRemark' });

const VolumeView = z.object({ geometry: PolygonView, lowerMetres: z.number(), upperMetres: z.number() });

const FlightProperties = z.object({
  id: Id,
  state: z.enum(FLIGHT_STATES),
  caseId: Id.nullable(),
  deviceId: Id,
  pilotId: Id,
  unitId: Id,
  purpose: z.string(),
  during: PeriodView,
  reminders: z.array(ZoneContactView).describe('Zones that set a condition, as told when the flight was planned'),
  plannedBy: Id,
  createdAt: InstantView,
});

export const FlightView = FlightProperties.extend({ volumes: z.array(VolumeView) }).meta({ id: 'Flight' });

export const FlightDetail = FlightView.extend({
  decisions: z.array(
    z.object({
      fromState: z.enum(FLIGHT_STATES),
      toState: z.enum(FLIGHT_STATES),
      reason: z.string().nullable(),
      actorId: Id,
      unitId: Id,
      at: InstantView,
    }),
  ),
}).meta({ id: 'FlightDetail' });

export const FlightPage = pageOf(FlightView).meta({ id: 'FlightPage' });

export const FlightFeatures = featuresOf(
  MultiPolygonView,
  FlightProperties.extend({ lowerMetres: z.number(), upperMetres: z.number() }),
).meta({ id: 'FlightFeatures' });

export const FlightList = z.union([FlightPage, FlightFeatures]);

/** What planning would have answered, without an id: nothing was written. */
export const FlightCheck = FlightProperties.pick({ during: true, unitId: true, reminders: true })
  .extend({ state: z.literal('checked'), conflicts: z.array(z.never()) })
  .meta({ id: 'FlightCheck' });

/** A flight with its volumes, as one reads it. */
export interface PlannedFlight {
  readonly flight: Flight;
  readonly volumes: readonly FlightVolume[];
}

export function toFlightView({ flight, volumes }: PlannedFlight): z.input<typeof FlightView> {
  return { ...toProperties(flight), volumes: volumes.map((volume) => toVolume(volume)) };
}

export function toFlightDetail(
  planned: PlannedFlight,
  decisions: readonly FlightDecision[],
): z.input<typeof FlightDetail> {
  return {
    ...toFlightView(planned),
    decisions: decisions.map(({ fromState, toState, reason, actorId, unitId, at }) => ({
      fromState,
      toState,
      reason,
      actorId,
      unitId,
      at: at.toISOString(),
    })),
  };
}

/** All outlines of a flight as one feature, between its lowest and its highest height. */
export function toFlightFeature({
  flight,
  volumes,
}: PlannedFlight): z.input<typeof FlightFeatures>['features'][number] {
  const heights = volumes.map((volume) => toVolume(volume));
  return {
    type: 'Feature',
    id: flight.id,
    geometry: { type: 'MultiPolygon', coordinates: volumes.map(({ geometry }) => geometry.coordinates) },
    properties: {
      ...toProperties(flight),
      lowerMetres: Math.min(...heights.map(({ lowerMetres }) => lowerMetres)),
      upperMetres: Math.max(...heights.map(({ upperMetres }) => upperMetres)),
    },
  };
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
  const { id, state, caseId, deviceId, pilotId, unitId, purpose, during, reminders, plannedBy, createdAt } = flight;
  return {
    id,
    state,
    caseId,
    deviceId,
    pilotId,
    unitId,
    purpose,
    during: periodView(during),
    reminders: [...reminders],
    plannedBy,
    createdAt: createdAt.toISOString(),
  };
}
