import { flightPath, type PathPoint, type Place } from '../flight-path.js';
import { randomOf } from '../random.js';

/** Path points lie two seconds apart. */
const STEP_SECONDS = 2;
const METRES_PER_DEGREE = 111_195;

export interface SortiePlanOptions {
  readonly seed: number;
  /** The unit's yard; the crew drives out from there. */
  readonly home: Place;
  /** Take-off of the first sortie at the latest, in seconds from the beginning. */
  readonly firstTakeOffWithinSeconds: number;
}

/** A moment of a crew's day. */
export interface CrewMoment {
  readonly point: PathPoint;
  /** 0 before the first take-off. */
  readonly sortie: number;
  readonly airborne: boolean;
}

interface Sortie {
  readonly number: number;
  readonly takeOffAt: number;
  readonly path: readonly PathPoint[];
}

/**
 * The day of one crew: out to a field near by, line by line over it, back, another battery, and again. The same seed
 * gives the same day; asked in the order of time.
 */
export class SortiePlan {
  readonly groundEllipsoidMetres = 20;
  /** Where the crew stands and takes off. */
  readonly stand: Place;
  private readonly random: () => number;
  private sortie: Sortie;

  constructor({ seed, home, firstTakeOffWithinSeconds }: SortiePlanOptions) {
    this.random = randomOf(seed);
    this.stand = shifted(home, this.random() * 2_500, this.random() * 2 * Math.PI);
    this.sortie = this.next(1, this.random() * firstTakeOffWithinSeconds);
  }

  /** @param at the instant of `seconds`, which runs from the beginning */
  momentAt(seconds: number, at: Date): CrewMoment {
    let { number, takeOffAt, path } = this.sortie;
    while (seconds >= takeOffAt + path.length * STEP_SECONDS) {
      const restSeconds = 240 + this.random() * 600;
      this.sortie = this.next(number + 1, takeOffAt + path.length * STEP_SECONDS + restSeconds);
      ({ number, takeOffAt, path } = this.sortie);
    }
    const step = Math.max(0, (seconds - takeOffAt) / STEP_SECONDS);
    const point = { ...between(path, step), at };
    if (seconds < takeOffAt) return { point: { ...point, phase: 'ground' }, sortie: number - 1, airborne: false };
    return { point, sortie: number, airborne: point.phase !== 'ground' };
  }

  private next(number: number, takeOffAt: number): Sortie {
    const field = this.random() < 0.35 ? bank(this.stand, this.random) : parcel(this.stand, this.random);
    const path = flightPath(Math.floor(this.random() * 2 ** 31), field, {
      startAt: new Date(0),
      home: this.stand,
      heightMetres: 60 + Math.floor(this.random() * 5) * 10,
      groundEllipsoidMetres: this.groundEllipsoidMetres,
      longestSeconds: 600 + Math.floor(this.random() * 900),
    });
    return { number, takeOffAt, path };
  }
}

/** A piece of land: five to eight corners around a place near the crew. */
function parcel(base: Place, random: () => number): Place[] {
  const centre = shifted(base, 150 + random() * 350, random() * 2 * Math.PI);
  const corners = 5 + Math.floor(random() * 4);
  return Array.from({ length: corners }, (_, i) =>
    shifted(centre, 120 + random() * 120, ((i + random() * 0.6) / corners) * 2 * Math.PI),
  );
}

/** The bank of a river: a strip of 80 by 1,200 metres. */
function bank(base: Place, random: () => number): Place[] {
  const along = random() * 2 * Math.PI;
  const start = shifted(base, 100, along + Math.PI / 2);
  const end = shifted(start, 1_200, along);
  const across = (place: Place): Place => shifted(place, 80, along + Math.PI / 2);
  return [start, end, across(end), across(start)];
}

function shifted({ lon, lat }: Place, metres: number, bearing: number): Place {
  const perLon = METRES_PER_DEGREE * Math.cos((lat * Math.PI) / 180);
  return {
    lon: lon + (metres * Math.sin(bearing)) / perLon,
    lat: lat + (metres * Math.cos(bearing)) / METRES_PER_DEGREE,
  };
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
