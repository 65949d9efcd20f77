import { Inject, Injectable } from '@nestjs/common';
import { AircraftPowers } from '../../equipment/index.js';
import { centreOf, type Occupation, type Position } from '../../geo/index.js';
import { CONFIG, type Config, type Period, type Tx } from '../../platform/index.js';
import type { Known } from '../air-rules/flight-facts.js';
import type { FlightWayline } from '../waylines/flight-wayline.entity.js';
import { FlightWaylineRepository } from '../waylines/flight-wayline.repository.js';
import { type StoredFeasibility, toStoredFeasibility } from './feasibility.schemas.js';
import { furthestMetres, judgeReach } from './reach.rules.js';
import { type BatteryRules, type FlightTime, judgeSorties, planSorties } from './sortie.rules.js';
import { coldest, judgeWeather } from './weather/weather.rules.js';
import { WeatherDesk } from './weather/weather-desk.js';

/** What is asked whether it can be flown. */
export interface FlightToStudy extends Occupation {
  /** Absent while it is only a plan. */
  readonly flightId?: string | undefined;
  readonly deviceId: string;
  readonly takeOff?: Position | null | undefined;
  readonly beyondSight: Known;
}

/** Where the weather of a flight is asked for. */
export function placeOf({ takeOff, volumes }: Pick<FlightToStudy, 'takeOff' | 'volumes'>): Position {
  return takeOff ?? centreOf(volumes.map(({ geometry }) => geometry));
}

/** Gathers what an aircraft can do, its batteries and the weather, and compares them with a flight. */
@Injectable()
export class FeasibilityStudy {
  constructor(
    private readonly powers: AircraftPowers,
    private readonly waylines: FlightWaylineRepository,
    private readonly weather: WeatherDesk,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  async of(tx: Tx, flight: FlightToStudy, now: Date): Promise<StoredFeasibility> {
    const power = await this.powers.of(tx, flight.deviceId, flight.during);
    const wayline = flight.flightId ? await this.waylines.latest(tx, flight.flightId) : undefined;
    const place = placeOf(flight);
    const during = remaining(flight.during, now);
    const answers = await this.weather.answers(tx, { place, during, now });
    const readings = answers.flatMap((answer) => answer.readings);
    const performance = power?.performance ?? null;
    const furthest = furthestMetres(flight.takeOff ?? null, flight.volumes);
    const sorties = planSorties(timeOf(flight.during, wayline), power, coldest(readings, during), this.batteryRules());
    const reach = {
      furthestMetres: furthest,
      upperMetres: Math.max(...flight.volumes.map(({ upperMetres }) => upperMetres)),
      waylineMetresPerSecond: wayline ? fastest(wayline) : null,
    };
    const limits = { performance, furthestMetres: furthest, beyondSight: flight.beyondSight };
    const findings = [
      judgeSorties(sorties),
      ...judgeReach(reach, performance, sorties, this.config.SKYDOCKET_HIGHEST_GROUND_METRES),
      ...judgeWeather(readings, during, limits),
    ];
    const figuresFrom = performance?.source ?? null;
    return toStoredFeasibility({ at: now, place, findings, figuresFrom, sorties, furthestMetres: furthest, answers });
  }

  private batteryRules(): BatteryRules {
    return {
      reserve: this.config.SKYDOCKET_BATTERY_RESERVE_PERCENT / 100,
      coldSharePerDegree: this.config.SKYDOCKET_BATTERY_COLD_PERCENT / 100,
      coldBelowCelsius: this.config.SKYDOCKET_BATTERY_COLD_BELOW_CELSIUS,
    };
  }
}

/** What is still to come of a period that may have begun. */
function remaining({ from, to }: Period, now: Date): Period {
  return from < now && now < to ? { from: now, to } : { from, to };
}

function timeOf({ from, to }: Period, wayline: FlightWayline | undefined): FlightTime {
  if (!wayline) return { minutes: (to.getTime() - from.getTime()) / 60_000, basis: 'period' };
  return { minutes: (wayline.movingSeconds + wayline.hoverSeconds) / 60, basis: 'wayline' };
}

function fastest({ wayline: { paths } }: FlightWayline): number {
  const speeds = paths.flatMap(({ speedMetresPerSecond, waypoints }) => [
    speedMetresPerSecond,
    ...waypoints.map((waypoint) => waypoint.speedMetresPerSecond),
  ]);
  return Math.max(...speeds);
}
