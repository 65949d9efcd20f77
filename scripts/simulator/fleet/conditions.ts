import type { Conditions } from '../dji-messages.js';
import type { PathPoint } from '../flight-path.js';
import { randomOf } from '../random.js';

const WIND_POINTS = 8;

/** Wind, link, warmth of the battery around one crew, moment by moment; the same seed gives the same. */
export class Surroundings {
  readonly celsius: number;
  private readonly windMetresPerSecond: number;
  private readonly windDirection: number;
  private readonly turn: number;

  constructor(seed: number) {
    const random = randomOf(seed);
    this.windMetresPerSecond = 1.5 + 5 * random();
    this.windDirection = 1 + Math.floor(random() * WIND_POINTS);
    this.turn = random() * 2 * Math.PI;
    this.celsius = 12 + 10 * random();
  }

  at(seconds: number, { homeDistanceMetres, heightAboveTakeoffMetres, batteryPercent }: PathPoint): Conditions {
    const gust = 0.8 * Math.sin(seconds / 37 + this.turn) + 0.5 * Math.sin(seconds / 11);
    const higher = 1 + Math.min(0.4, heightAboveTakeoffMetres / 300);
    const veer = Math.round(Math.sin(seconds / 900 + this.turn));
    return {
      windSpeed: Math.max(0, Math.round((this.windMetresPerSecond * higher + gust) * 10)),
      windDirection: ((this.windDirection - 1 + veer + WIND_POINTS) % WIND_POINTS) + 1,
      linkQuality: homeDistanceMetres < 500 ? 5 : homeDistanceMetres < 1_100 ? 4 : 3,
      batteryCelsius: Math.round((this.celsius + (98 - batteryPercent) * 0.22) * 10) / 10,
      satellites: 21 + Math.round(3 * Math.sin(seconds / 180 + this.turn)),
    };
  }
}
