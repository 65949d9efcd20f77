import { Inject, Injectable, Optional } from '@nestjs/common';
import type { Position } from '../../../geo/index.js';
import { CONFIG, type Config, type Tx } from '../../../platform/index.js';
import {
  silent,
  type WeatherAnswer,
  type WeatherQuestion,
  type WeatherReading,
  type WeatherSource,
} from './weather.js';

/** What the sensors of a dock said last. */
export interface DockReading {
  readonly assetCode: string;
  readonly at: Date;
  readonly distanceMetres: number;
  readonly windMetresPerSecond: number | null;
  readonly rainfall: number | null;
  readonly celsius: number | null;
}

/** Docks and where they stand; telemetry, a room to the right, answers. */
export interface DockReadings {
  /** Of every dock within so many metres, at whatever time, nearest first. */
  near(tx: Tx, place: Position, metres: number): Promise<DockReading[]>;
}
export const DOCK_READINGS = Symbol('DOCK_READINGS');

const MINUTE_MS = 60_000;
/** A dock measures; so long the air is taken to stay as it was. */
const HOLDS_MS = 2 * 60 * MINUTE_MS;

const LATER = 'docks measure now, and the flight is later';

/** The weather stations on docks: what they measured just now, of flights that begin now. */
@Injectable()
export class DockWeather implements WeatherSource {
  readonly kind = 'dock';

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    @Optional() @Inject(DOCK_READINGS) private readonly docks?: DockReadings,
  ) {}

  async answer(tx: Tx, { place, during, now }: WeatherQuestion): Promise<WeatherAnswer> {
    if (!this.docks) return silent('dock', 'not_configured');
    if (during.from.getTime() > now.getTime() + HOLDS_MS) return silent('dock', 'other_time', LATER);
    const found = await this.docks.near(tx, place, this.config.SKYDOCKET_WEATHER_REACH_KM * 1_000);
    const freshSince = now.getTime() - this.config.SKYDOCKET_WEATHER_DOCK_MINUTES * MINUTE_MS;
    const fresh = found.filter(({ at }) => at.getTime() >= freshSince);
    const [nearest] = found;
    if (!nearest) return silent('dock', 'absent', 'no dock near by tells the weather');
    if (fresh.length === 0) return silent('dock', 'stale', `${nearest.assetCode}: ${nearest.at.toISOString()}`);
    const readings = fresh.map(toReading).filter((reading) => reading.during.to > during.from);
    if (readings.length === 0) return silent('dock', 'other_time', LATER);
    return { source: 'dock', state: 'used', detail: null, readings };
  }
}

function toReading({ assetCode, at, distanceMetres, ...said }: DockReading): WeatherReading {
  return {
    source: 'dock',
    name: assetCode,
    basis: 'observed',
    during: { from: at, to: new Date(at.getTime() + HOLDS_MS) },
    saidAt: at,
    distanceMetres,
    values: { ...said, gustMetresPerSecond: null, visibilityMetres: null },
  };
}
