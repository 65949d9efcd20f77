import type { z } from 'zod';
import { boundingBox } from '../../geo/index.js';
import { asUser } from '../../identity/index.js';
import { type Actor, newId } from '../../platform/index.js';
import type { Flight, FlightDecision, FlightVolume } from './flight.entity.js';
import type { FlightState } from './flight.rules.js';
import type { FlightPlan, PlannedFlight } from './flight.schemas.js';

/** How a flight came about, and which one it flies again. */
export type Lineage = Pick<Flight, 'origin' | 'repeatsId'>;

/** What is found out about a plan before it becomes a flight. */
export type Examined = Pick<Flight, 'unitId' | 'reminders' | 'displaces' | 'assessment'>;

/** A flight before anything came of it. */
const NOT_FLOWN = {
  authority: null,
  approvalNumber: null,
  takenOffAt: null,
  landedAt: null,
  report: null,
  incident: null,
} as const;

export function drawFlight(
  plan: z.output<typeof FlightPlan>,
  about: Lineage & Examined,
  plannedBy: string,
  now: Date,
): PlannedFlight {
  const { volumes, caseId = null, takeOff = null, followUpOn = null, ...same } = plan;
  const flight: Flight = {
    ...NOT_FLOWN,
    ...same,
    ...about,
    id: newId(),
    caseId,
    takeOff,
    followUpOn,
    state: 'applied',
    plannedBy,
    createdAt: now,
    updatedAt: now,
  };
  const drawn = volumes.map(({ geometry, ...band }, ordinal): FlightVolume => ({
    id: newId(),
    flightId: flight.id,
    ordinal,
    geometry,
    bbox: boundingBox(geometry),
    band,
    during: plan.during,
  }));
  return { flight, volumes: drawn };
}

/** A plan that is filed has been drawn, checked and applied for in one go. */
export function filingSteps(actor: Actor, { id: flightId, createdAt: at }: Flight): FlightDecision[] {
  const { unitId } = asUser(actor);
  const steps: readonly [FlightState, FlightState][] = [
    ['draft', 'checked'],
    ['checked', 'applied'],
  ];
  return steps.map(([fromState, toState]) => ({
    id: newId(),
    flightId,
    fromState,
    toState,
    reason: null,
    actorId: actor.id,
    unitId,
    at,
  }));
}
