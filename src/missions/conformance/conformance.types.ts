import type { Position, Volume } from '../../geo/index.js';
import type { Period } from '../../platform/index.js';
import type { OpenPeriod, ZoneRule } from '../airspace/zones/airspace-zone.rules.js';
import type { FlightState } from '../flights/flight.rules.js';

/**
 * What can go wrong on a flight. `height_unknown`: the frames say no height that can be held against the band;
 * `position_unknown`: they say no place that can be relied on. `uncleared` and `blocked`: it took off without the clearance,
 * or against what stood in its way. `unwatched`: it may be in the air by now, and nothing is heard of it that can be used.
 */
export const ALERT_KINDS = [
  'unplanned',
  'outside_volume',
  'above_band',
  'below_band',
  'outside_period',
  'prohibited_zone',
  'authorisation_zone',
  'near_flight',
  'lost_link',
  'height_unknown',
  'position_unknown',
  'uncleared',
  'blocked',
  'unwatched',
] as const;
export type AlertKind = (typeof ALERT_KINDS)[number];

/** What was wrong with taking off stays wrong until the landing. */
export const OF_TAKE_OFF: ReadonlySet<AlertKind> = new Set<AlertKind>(['unplanned', 'uncleared', 'blocked']);

/** Kinds that mean the aircraft is not where, how high or when its plan has it; only these change the flight's state. */
export const STRAYING: ReadonlySet<AlertKind> = new Set<AlertKind>([
  'outside_volume',
  'above_band',
  'below_band',
  'outside_period',
]);

export const FLYING_STATES = ['airborne', 'nonconforming', 'contingent'] as const satisfies readonly FlightState[];
export type FlyingState = (typeof FLYING_STATES)[number];

/** What is known of an aircraft at the moment of its newest frame. */
export interface AirSample {
  /** By the aircraft's clock, but never later than its receipt. */
  readonly at: Date;
  /** By our clock, which alone counts how long something lasts. */
  readonly receivedAt: Date;
  /** Null also where the aircraft itself says that it cannot be relied on. */
  readonly position: Position | null;
  readonly heightAboveTakeoffMetres: number | null;
  readonly altitudeAmslMetres: number | null;
  readonly altitudeEllipsoidMetres: number | null;
  /** Null: the frame says nothing about it. */
  readonly airborne: boolean | null;
}

export interface WatchedZone {
  readonly zoneId: string;
  readonly name: string;
  readonly rule: ZoneRule;
  readonly volume: Volume;
  /** The stretches of time around now in which it applies. */
  readonly applies: readonly OpenPeriod[];
}

/** Another aircraft in the air. */
export interface OtherAircraft extends Pick<AirSample, 'altitudeAmslMetres' | 'altitudeEllipsoidMetres'> {
  readonly flightId: string;
  readonly position: Position;
  readonly receivedAt: Date;
}

/** What a flight is held against. */
export interface AirLimits {
  /** Null for a flight that nobody planned: nothing was promised, nothing can be broken. */
  readonly plan: { readonly during: Period; readonly volumes: readonly Volume[] } | null;
  /** Around the planned take-off point the aircraft may be outside its volumes, up to their top. */
  readonly plannedTakeOff: Position | null;
  /** Around where it took off it climbs through the heights below its band, and comes down again. */
  readonly takenOffFrom: Position | null;
  /** Zones that the plan was told of, and that do not forbid it. */
  readonly knownZoneIds: ReadonlySet<string>;
  readonly zones: readonly WatchedZone[];
  readonly others: readonly OtherAircraft[];
}

/** Something that is wrong at one moment. */
export interface Deviation {
  readonly kind: AlertKind;
  /** The zone or the other flight. */
  readonly subjectId: string | null;
  /** How far; of `near_flight` the distance; null where metres say nothing. */
  readonly metres: number | null;
  /** From the volume to the aircraft. */
  readonly directionDegrees: number | null;
  /** Name of the zone; `before` or `after` the period. */
  readonly about: string | null;
}

/** What one moment tells: what is wrong, and what cannot be judged and so neither begins nor ends. */
export interface Judgement {
  readonly deviations: readonly Deviation[];
  readonly unjudged: ReadonlySet<AlertKind>;
}
