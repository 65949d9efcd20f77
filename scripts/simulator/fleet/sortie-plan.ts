import { bearingDegrees, destination } from '../../../src/geo/index.js';
import type { PathPoint, Place } from '../flight-path.js';
import { SITE_KINDS, type Site } from '../ground/site.js';
import { randomOf } from '../random.js';
import { missionPath, roadsideOf } from './mission.js';

/** Path points lie two seconds apart. */
const STEP_SECONDS = 2;
const TRIES = 12;
const ORDINARY_DRAIN = 0.035;
/** Every eighth battery is old. */
const OLD_BATTERY_SHARE = 0.125;

export interface SortiePlanOptions {
  readonly seed: number;
  /** The unit's yard; the crew drives out from there. A dock stands there. */
  readonly home: Place;
  /** Take-off of the first sortie at the latest, in seconds from the beginning. */
  readonly firstTakeOffWithinSeconds: number;
  readonly photosPerSortie?: number;
  /** It takes off from `home` itself. */
  readonly isDock?: boolean;
  /** Whether a place lies in the crew's county. */
  readonly holds?: (place: Place) => boolean;
}

/** A moment of a crew's day. */
export interface CrewMoment {
  readonly point: PathPoint;
  /** 0 before the first take-off. */
  readonly sortie: number;
  readonly airborne: boolean;
}

export interface Sortie {
  readonly number: number;
  /** In seconds from the beginning, as everything here. */
  readonly takeOffAt: number;
  readonly landsAt: number;
  readonly path: readonly PathPoint[];
  /** When photos are taken. */
  readonly photosAt: readonly number[];
}

/**
 * The day of one crew: out to a site near by, over it, back, another battery, and again. The same seed gives the same
 * day; asked in the order of time.
 */
export class SortiePlan {
  readonly groundEllipsoidMetres = 20;
  readonly site: Site;
  /** Where the crew stands and takes off. */
  readonly stand: Place;
  private readonly random: () => number;
  private sortie: Sortie;

  constructor(private readonly options: SortiePlanOptions) {
    this.random = randomOf(options.seed);
    this.site = this.chosenSite();
    this.stand = options.isDock === true ? options.home : roadsideOf(this.site);
    this.sortie = this.next(1, this.random() * options.firstTakeOffWithinSeconds);
  }

  /** The one that is being flown, or comes next. */
  get current(): Sortie {
    return this.sortie;
  }

  /** @param at the instant of `seconds`, which runs from the beginning */
  momentAt(seconds: number, at: Date): CrewMoment {
    while (seconds >= this.sortie.landsAt) {
      const restSeconds = 240 + this.random() * 600;
      this.sortie = this.next(this.sortie.number + 1, this.sortie.landsAt + restSeconds);
    }
    const { number, takeOffAt } = this.sortie;
    const point = { ...this.pointAt(this.sortie, seconds), at };
    if (seconds < takeOffAt) return { point: { ...point, phase: 'ground' }, sortie: number - 1, airborne: false };
    return { point, sortie: number, airborne: point.phase !== 'ground' };
  }

  pointAt({ path, takeOffAt }: Sortie, seconds: number): PathPoint {
    return between(path, Math.max(0, (seconds - takeOffAt) / STEP_SECONDS));
  }

  /** Within the county, some way out; near enough for one battery where it is a dock that flies. */
  private chosenSite(): Site {
    const { home, isDock = false, holds = () => true } = this.options;
    const kind = SITE_KINDS[Math.floor(this.random() * SITE_KINDS.length)] ?? 'farmland';
    const seed = Math.floor(this.random() * 10_000);
    let origin = home;
    for (let tries = 0; tries < TRIES; tries += 1) {
      const metres = isDock ? 350 + this.random() * 350 : 700 + this.random() * 2_200;
      origin = destination(home, this.random() * 360, metres);
      if (holds(origin)) break;
    }
    const across = isDock ? bearingDegrees(home, origin) + 90 : this.random() * 360;
    return { kind, origin, bearingDegrees: Math.round(across) % 360, seed };
  }

  private next(number: number, takeOffAt: number): Sortie {
    const isOld = this.random() < OLD_BATTERY_SHARE;
    const path = missionPath(Math.floor(this.random() * 2 ** 31), this.site, number, {
      startAt: new Date(0),
      home: this.stand,
      heightMetres: 60 + Math.floor(this.random() * 5) * 10,
      groundEllipsoidMetres: this.groundEllipsoidMetres,
      longestSeconds: 600 + Math.floor(this.random() * 900),
      batteryPercentPerSecond: ORDINARY_DRAIN * (isOld ? 6 : 1 + 0.25 * this.random()),
    });
    const landsAt = takeOffAt + path.length * STEP_SECONDS;
    return { number, takeOffAt, landsAt, path, photosAt: this.photosOf(path, takeOffAt) };
  }

  /** Spread over what is flown for them. */
  private photosOf(path: readonly PathPoint[], takeOffAt: number): number[] {
    const { photosPerSortie = 0 } = this.options;
    const over = path.flatMap(({ phase }, step) => (phase === 'survey' ? [step] : []));
    if (over.length === 0) return [];
    return Array.from({ length: photosPerSortie }, (_, nth) => {
      const step = over[Math.floor(((nth + 0.5) / photosPerSortie) * over.length)] ?? 0;
      return takeOffAt + step * STEP_SECONDS;
    });
  }
}

/** On the straight line between the points that lie around a step. */
function between(path: readonly PathPoint[], step: number): PathPoint {
  const index = Math.min(Math.floor(step), path.length - 1);
  const [a, b] = [path[index], path[Math.min(index + 1, path.length - 1)]];
  if (!a || !b) throw new RangeError('a sortie has points');
  const share = Math.min(1, step - index);
  const mixed = (one: number, other: number): number => one + (other - one) * share;
  return {
    ...a,
    lon: mixed(a.lon, b.lon),
    lat: mixed(a.lat, b.lat),
    heightAboveTakeoffMetres: mixed(a.heightAboveTakeoffMetres, b.heightAboveTakeoffMetres),
    altitudeEllipsoidMetres: mixed(a.altitudeEllipsoidMetres, b.altitudeEllipsoidMetres),
    batteryPercent: mixed(a.batteryPercent, b.batteryPercent),
    homeDistanceMetres: mixed(a.homeDistanceMetres, b.homeDistanceMetres),
  };
}
