import type { z } from 'zod';
import { boundingBox, type Position } from '../../../geo/index.js';
import { asUser } from '../../../identity/index.js';
import { type Actor, newId } from '../../../platform/index.js';
import type { Circumstances } from '../../air-rules/flight-facts.js';
import type { Flight, FlightDecision, FlightVolume } from '../flight.entity.js';
import type { FlightDraft } from './flight-draft.schemas.js';
import type { FlightState } from '../flight.rules.js';
import type { PlannedFlight } from '../planned-flight.js';

/** How a flight came about, and which one it flies again. */
export type Lineage = Pick<Flight, 'origin' | 'repeatsId'>;

/** What is found out about a plan before it becomes a flight. */
export type Examined = Pick<Flight, 'unitId' | 'reminders' | 'displaces' | 'assessment'>;

/** A plan before anything was decided about it. */
export const UNDECIDED = { authority: null, approvalNumber: null, heldUntil: null } as const;

/** A flight before anything came of it. */
const NOT_FLOWN = {
  ...UNDECIDED,
  version: 1,
  takenOffAt: null,
  landedAt: null,
  report: null,
  incident: null,
  heardAirborneAt: null,
  takenOffFrom: null,
  takeOffFlags: [],
  incidentStage: 0,
  incidentReportedAt: null,
  incidentReportedTo: null,
  incidentReference: null,
  incidentReportedBy: null,
} as const;

/** The columns that a plan fills in, whoever drew it. */
export type PlanColumns = Pick<
  Flight,
  | 'caseId'
  | 'deviceId'
  | 'pilotId'
  | 'purpose'
  | 'during'
  | 'nature'
  | 'circumstances'
  | 'beyondSight'
  | 'surveying'
  | 'takeOff'
  | 'followUpOn'
>;

export function planColumns(draft: z.output<typeof FlightDraft>): PlanColumns {
  const { caseId = null, deviceId = null, pilotId = null, takeOff = null, followUpOn = null } = draft;
  const { purpose, during, nature, circumstances, beyondSight, surveying } = draft;
  const said = { purpose, during, nature, circumstances, beyondSight, surveying };
  return { ...said, caseId, deviceId, pilotId, takeOff, followUpOn };
}

export function drawVolumes(
  flightId: string,
  { volumes, during }: Pick<z.output<typeof FlightDraft>, 'volumes' | 'during'>,
): FlightVolume[] {
  return volumes.map(({ geometry, ...band }, ordinal) => ({
    id: newId(),
    flightId,
    ordinal,
    geometry,
    bbox: boundingBox(geometry),
    band,
    during,
  }));
}

/** Whoever files a plan, or saves it as a draft, and when. */
export interface Author {
  readonly plannedBy: string;
  readonly now: Date;
}

export function drawFlight(
  plan: z.output<typeof FlightDraft>,
  about: Lineage & Examined & Pick<Flight, 'state'>,
  { plannedBy, now }: Author,
): PlannedFlight {
  const flight: Flight = {
    ...NOT_FLOWN,
    ...planColumns(plan),
    ...about,
    id: newId(),
    plannedBy,
    createdAt: now,
    updatedAt: now,
  };
  return { flight, volumes: drawVolumes(flight.id, plan) };
}

/** The steps that a plan takes at once, by whoever files or changes it. */
export function stepsOf(
  actor: Actor,
  flightId: string,
  {
    steps,
    at,
    reason = null,
  }: { steps: readonly (readonly [FlightState, FlightState])[]; at: Date; reason?: string | null },
): FlightDecision[] {
  const { unitId } = asUser(actor);
  return steps.map(([fromState, toState]) => ({
    id: newId(),
    flightId,
    fromState,
    toState,
    reason,
    actorId: actor.id,
    unitId,
    at,
  }));
}

/** A plan that is filed has been drawn, checked and applied for in one go. */
export const FILING_STEPS = [
  ['draft', 'checked'],
  ['checked', 'applied'],
] as const;

/** A take-off that nobody planned. Until its landing is heard of it is kept as an hour long. */
export interface UnplannedTakeOff {
  readonly deviceId: string;
  readonly pilotId: string | null;
  readonly unitId: string;
  readonly caseId: string | null;
  readonly at: Date;
  readonly position: Position | null;
  /** Where the landing was heard of together with the take-off. */
  readonly landedAt?: Date;
}

const UNANSWERED: Circumstances = {
  networkRelay: 'unknown',
  dangerousOrDropped: 'unknown',
  overCrowd: 'unknown',
  fromMovingVehicle: 'unknown',
  several: 'unknown',
};

const UNPLANNED_MS = 3_600_000;
const UNPLANNED_PURPOSE = '未计划飞行（系统登记）';

/** Nothing is known of it but who holds the aircraft: every question stays unknown. */
export function drawUnplanned(takeOff: UnplannedTakeOff, now: Date): Flight {
  const { deviceId, pilotId, unitId, caseId, at, position, landedAt } = takeOff;
  return {
    ...NOT_FLOWN,
    id: newId(),
    deviceId,
    pilotId,
    unitId,
    caseId,
    purpose: UNPLANNED_PURPOSE,
    during: { from: at, to: landedAt ? spanEnd(at, landedAt) : new Date(at.getTime() + UNPLANNED_MS) },
    state: landedAt ? 'landed' : 'airborne',
    reminders: [],
    displaces: [],
    plannedBy: null,
    nature: 'ordinary',
    circumstances: UNANSWERED,
    beyondSight: 'unknown',
    surveying: 'unknown',
    takeOff: null,
    origin: 'unplanned',
    repeatsId: null,
    followUpOn: null,
    assessment: null,
    takenOffAt: at,
    landedAt: landedAt ?? null,
    heardAirborneAt: at,
    takenOffFrom: position,
    createdAt: now,
    updatedAt: now,
  };
}

/** A period cannot be empty, a flight of a moment can. */
export function spanEnd(from: Date, to: Date): Date {
  return to > from ? to : new Date(from.getTime() + 1_000);
}

/** What the service itself decided on a flight. */
export function ownDecision(
  { id: flightId }: Pick<Flight, 'id'>,
  step: Pick<FlightDecision, 'fromState' | 'toState' | 'reason' | 'at'>,
): FlightDecision {
  return { id: newId(), flightId, ...step, actorId: null, unitId: null };
}
