import type { Position } from '../../../geo/index.js';
import type { Period, Tx } from '../../../platform/index.js';

export const WEATHER_SOURCES = ['file', 'provider', 'dock'] as const;
export type WeatherSourceKind = (typeof WEATHER_SOURCES)[number];

/** `observed`: measured there and then; `forecast`: somebody expects it. */
export const WEATHER_BASES = ['observed', 'forecast'] as const;

/** Null: not said. */
export interface WeatherValues {
  readonly windMetresPerSecond: number | null;
  readonly gustMetresPerSecond: number | null;
  /** 0 none, 1 light, 2 moderate, 3 heavy. */
  readonly rainfall: number | null;
  readonly celsius: number | null;
  readonly visibilityMetres: number | null;
}

/** What one source says of one place in one stretch of time. */
export interface WeatherReading {
  readonly source: WeatherSourceKind;
  /** Who says it, in its own words: a service, or the asset code of a dock. */
  readonly name: string;
  readonly basis: (typeof WEATHER_BASES)[number];
  readonly during: Period;
  /** When it was measured or issued. */
  readonly saidAt: Date;
  /** From the middle of the flight. */
  readonly distanceMetres: number;
  readonly values: WeatherValues;
}

/** Why a source says nothing of a flight, or that it does. */
export const WEATHER_STATES = [
  'used',
  'not_configured',
  'absent',
  'away',
  'invalid',
  'stale',
  'too_far',
  'other_time',
] as const;
export type WeatherState = (typeof WEATHER_STATES)[number];

export interface WeatherAnswer {
  readonly source: WeatherSourceKind;
  readonly state: WeatherState;
  readonly detail: string | null;
  readonly readings: readonly WeatherReading[];
}

export interface WeatherQuestion {
  readonly place: Position;
  readonly during: Period;
  readonly now: Date;
}

/** Somebody who may know the weather. It never throws: who is away says so. */
export interface WeatherSource {
  readonly kind: WeatherSourceKind;
  /** Answers from what is known already: it is asked while others wait for the airspace. */
  answer(tx: Tx, question: WeatherQuestion): Promise<WeatherAnswer>;
}

export function silent(source: WeatherSourceKind, state: WeatherState, detail: string | null = null): WeatherAnswer {
  return { source, state, detail, readings: [] };
}
