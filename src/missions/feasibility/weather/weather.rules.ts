import type { Performance } from '../../../equipment/index.js';
import type { Period } from '../../../platform/index.js';
import type { Known } from '../../air-rules/flight-facts.js';
import { against, type FeasibilityUnit, type Finding } from '../finding.js';
import type { WeatherReading, WeatherValues } from './weather.js';

/** A finding about the weather, with the reading that decided it. */
export interface WeatherFinding extends Finding {
  readonly reading: WeatherReading | null;
}

export interface WeatherLimits {
  readonly performance: Performance | null;
  /** To the farthest point: what is flown within sight has to be seen there. Null: not known. */
  readonly furthestMetres: number | null;
  readonly beyondSight: Known;
}

type Judge = (value: number, limits: WeatherLimits) => Pick<Finding, 'verdict' | 'reason' | 'limit'>;

interface WeatherRow {
  readonly item: Finding['item'];
  readonly unit: FeasibilityUnit;
  readonly value: keyof WeatherValues;
  readonly judge: Judge;
}

/** Close to the edge of the temperatures it is made for. */
const NEAR_CELSIUS = 3;
/** Within sight, less than this many times the way is close. */
const CLEAR_SIGHT = 3;
const HEAVY_RAIN = 3;

const WEATHER_TABLE: readonly WeatherRow[] = [
  { item: 'wind', unit: 'm/s', value: 'windMetresPerSecond', judge: judgeWind },
  { item: 'gust', unit: 'm/s', value: 'gustMetresPerSecond', judge: judgeWind },
  { item: 'rain', unit: 'level', value: 'rainfall', judge: judgeRain },
  { item: 'temperature', unit: '°C', value: 'celsius', judge: judgeTemperature },
  { item: 'visibility', unit: 'm', value: 'visibilityMetres', judge: judgeVisibility },
];

/** Each item by the worst that any source says of any part of the flight; what is not said of all of it is no go. */
export function judgeWeather(
  readings: readonly WeatherReading[],
  during: Period,
  limits: WeatherLimits,
): WeatherFinding[] {
  return WEATHER_TABLE.map((row) => judgeItem(row, readings, during, limits));
}

/** The coldest that is said of any part of a flight that is covered as a whole. */
export function coldest(readings: readonly WeatherReading[], during: Period): number | null {
  const said = readings.filter(({ values }) => values.celsius !== null);
  if (!covers(said, during)) return null;
  return Math.min(...said.map(({ values }) => values.celsius ?? Infinity));
}

const RANKS = ['go', 'caution', 'unknown', 'no_go'];

function judgeItem(
  { item, unit, value: name, judge }: WeatherRow,
  readings: readonly WeatherReading[],
  during: Period,
  limits: WeatherLimits,
): WeatherFinding {
  const judged = readings.flatMap((reading) => {
    const value = reading.values[name];
    return value === null ? [] : [{ item, unit, value, reading, ...judge(value, limits) }];
  });
  const [worstOf] = judged.toSorted((a, b) => RANKS.indexOf(b.verdict) - RANKS.indexOf(a.verdict));
  if (!worstOf) {
    return { item, unit, value: null, limit: null, verdict: 'unknown', reason: 'value_unknown', reading: null };
  }
  const isCovered = covers(
    judged.map(({ reading }) => reading),
    during,
  );
  if (worstOf.verdict === 'no_go' || isCovered) return worstOf;
  return { ...worstOf, verdict: 'unknown', reason: 'partly_covered' };
}

/** Whether the stretches of the readings leave no gap in the period. */
export function covers(readings: readonly Pick<WeatherReading, 'during'>[], { from, to }: Period): boolean {
  let known = from.getTime();
  for (const { during } of readings.toSorted((a, b) => a.during.from.getTime() - b.during.from.getTime())) {
    if (during.from.getTime() > known) break;
    known = Math.max(known, during.to.getTime());
  }
  return known >= to.getTime();
}

function judgeWind(value: number, { performance }: WeatherLimits) {
  const limit = performance?.maxWindMetresPerSecond ?? null;
  return { limit, ...against(value, limit) };
}

function judgeRain(level: number, { performance }: WeatherLimits): ReturnType<Judge> {
  if (level === 0) return { limit: null, verdict: 'go', reason: 'no_rain' };
  const fliesInRain = performance?.fliesInRain ?? null;
  if (fliesInRain === null) return { limit: null, verdict: 'unknown', reason: 'limit_unknown' };
  if (!fliesInRain) return { limit: 0, verdict: 'no_go', reason: 'beyond_limit' };
  if (level >= HEAVY_RAIN) return { limit: HEAVY_RAIN - 1, verdict: 'no_go', reason: 'beyond_limit' };
  return { limit: HEAVY_RAIN - 1, verdict: 'caution', reason: 'rain' };
}

/** Both edges have to be known; the limit told is the one that is nearer. */
function judgeTemperature(value: number, { performance }: WeatherLimits): ReturnType<Judge> {
  const low = performance?.minCelsius ?? null;
  const high = performance?.maxCelsius ?? null;
  if (low !== null && value < low) return { limit: low, verdict: 'no_go', reason: 'beyond_limit' };
  if (high !== null && value > high) return { limit: high, verdict: 'no_go', reason: 'beyond_limit' };
  if (low === null || high === null) return { limit: low ?? high, verdict: 'unknown', reason: 'limit_unknown' };
  const limit = value - low < high - value ? low : high;
  const isNear = Math.abs(value - limit) < NEAR_CELSIUS;
  return isNear
    ? { limit, verdict: 'caution', reason: 'near_limit' }
    : { limit, verdict: 'go', reason: 'within_limit' };
}

/** Beyond sight nobody has to see the aircraft, yet who could not see it within its own way is to know. */
function judgeVisibility(value: number, { furthestMetres: limit, beyondSight }: WeatherLimits): ReturnType<Judge> {
  if (limit === null) return { limit, verdict: 'unknown', reason: 'take_off_unknown' };
  if (value < limit) return { limit, verdict: beyondSight === 'yes' ? 'caution' : 'no_go', reason: 'beyond_limit' };
  if (value < CLEAR_SIGHT * limit) return { limit, verdict: 'caution', reason: 'near_limit' };
  return { limit, verdict: 'go', reason: 'within_limit' };
}
