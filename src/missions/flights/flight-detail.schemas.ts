import { z } from 'zod';
import { Id, InstantView, PositionView } from '../../platform/index.js';
import { FlightContactView, ZoneContactView } from '../airspace/zones/airspace-zone.schemas.js';
import type { FlightHit } from '../airspace/hits/flight-hit.entity.js';
import { HIT_OUTCOMES } from '../airspace/hits/flight-hit.rules.js';
import type { PhotoPose } from '../waylines/drawing/photo-poses.js';
import type { FlightDecision, FlightSortie } from './flight.entity.js';
import { FLIGHT_STATES } from './flight.rules.js';
import { FlightView, toFlightView } from './flight.schemas.js';
import type { PlannedFlight } from './planned-flight.js';

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
