import { cameraOf } from '../camera/cameras.js';
import { deterministicId, gimbalOf, type SimulatedCrew } from '../dji-messages.js';
import type { PathPoint } from '../flight-path.js';
import { Surroundings } from './conditions.js';
import { type Sortie, SortiePlan, type SortiePlanOptions } from './sortie-plan.js';
import type { ComingFlight, Shot } from './speaker.js';

export interface DayOptions extends SortiePlanOptions {
  /** How much faster than a clock the day runs. */
  readonly speed: number;
  readonly photoWidthPixels: number;
}

export interface DayMoment {
  readonly point: PathPoint;
  readonly airborne: boolean;
  /** In the day's own seconds. */
  readonly seconds: number;
}

/** One aircraft's day: where it is, and the photos that it takes. */
export class AircraftDay {
  readonly plan: SortiePlan;
  readonly surroundings: Surroundings;
  private readonly taken: Shot[] = [];
  private readonly flightIds = new WeakMap<Sortie, string>();
  private asked = -1;
  private pictures = 0;

  constructor(
    private readonly crew: SimulatedCrew,
    private readonly options: DayOptions,
  ) {
    this.plan = new SortiePlan(options);
    this.surroundings = new Surroundings(options.seed);
  }

  at(clockSeconds: number, at: Date): DayMoment {
    const seconds = clockSeconds * this.options.speed;
    const { current } = this.plan;
    const { point, airborne } = this.plan.momentAt(seconds, at);
    this.photograph(current, seconds, at);
    this.asked = seconds;
    return { point: this.hurried(point), airborne, seconds };
  }

  takeShots(): Shot[] {
    return this.taken.splice(0);
  }

  coming(clockSeconds: number): ComingFlight | undefined {
    const { number, takeOffAt, landsAt, path } = this.plan.current;
    const beginsInSeconds = takeOffAt / this.options.speed - clockSeconds;
    if (beginsInSeconds <= 0) return undefined;
    const highestMetres = Math.max(...path.map(({ heightAboveTakeoffMetres }) => heightAboveTakeoffMetres));
    const lastsSeconds = (landsAt - takeOffAt) / this.options.speed;
    return { sortie: number, beginsInSeconds, lastsSeconds, path, highestMetres };
  }

  /** Named by its take-off, so that another run's flights are others; of the moments that tell it, the first does. */
  flightId(sortie: Sortie, clockSeconds: number, at: Date): string {
    const known = this.flightIds.get(sortie);
    if (known !== undefined) return known;
    const took = Math.round(at.getTime() / 1_000 - clockSeconds + sortie.takeOffAt / this.options.speed);
    const id = deterministicId(`${this.crew.aircraftSerial} ${sortie.number} ${took}`);
    this.flightIds.set(sortie, id);
    return id;
  }

  private photograph(sortie: Sortie, seconds: number, at: Date): void {
    for (const [nth, due] of sortie.photosAt.entries()) {
      if (due <= this.asked || due > seconds) continue;
      this.pictures += 1;
      const takenAt = new Date(at.getTime() - ((seconds - due) * 1_000) / this.options.speed);
      this.taken.push({
        photo: this.photoAt(this.plan.pointAt(sortie, due), takenAt),
        number: this.pictures,
        flightId: this.flightId(sortie, seconds / this.options.speed, at),
        nthOfFlight: nth + 1,
        ofFlight: sortie.photosAt.length,
      });
    }
  }

  private photoAt(point: PathPoint, takenAt: Date): Shot['photo'] {
    const { pitchDegrees, yawDegrees } = gimbalOf(point);
    return {
      position: { lon: point.lon, lat: point.lat },
      takenAt,
      aboveTakeoffMetres: Math.round(point.heightAboveTakeoffMetres * 1_000) / 1_000,
      absoluteMetres: Math.round(point.altitudeEllipsoidMetres * 1_000) / 1_000,
      gimbal: { pitchDegrees, yawDegrees, rollDegrees: 0 },
      airframeYawDegrees: point.headingDegrees,
      droneSerial: this.crew.aircraftSerial,
      cameraSerial: `SIM${this.crew.aircraftSerial.slice(-8)}`,
      site: this.plan.site,
      camera: cameraOf(this.crew.aircraftModelKey),
      widthPixels: this.options.photoWidthPixels,
      heightPixels: Math.round(this.options.photoWidthPixels * 0.75),
    };
  }

  /** Whoever lives faster also flies faster: what an aircraft says of its speed fits where it is. */
  private hurried(point: PathPoint): PathPoint {
    const { speed } = this.options;
    if (speed === 1) return point;
    return {
      ...point,
      speedMetresPerSecond: point.speedMetresPerSecond * speed,
      verticalSpeedMetresPerSecond: point.verticalSpeedMetresPerSecond * speed,
    };
  }
}
