import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Polygon } from 'geojson';
import { flightPath } from '../simulator/dji-messages.js';

/** A moment of flight without its date. */
export interface FlownSpot {
  /** Since the first moment of the path. */
  readonly seconds: number;
  readonly lon: number;
  readonly lat: number;
  readonly heightAboveTakeoffMetres: number;
  readonly altitudeEllipsoidMetres: number;
  readonly headingDegrees: number;
  readonly speedMetresPerSecond: number;
  readonly verticalSpeedMetresPerSecond: number;
}

/** Where the flight takes place: its path and the area to plan. */
export interface FlightGround {
  readonly origin: 'recorded' | 'simulated';
  readonly spots: readonly FlownSpot[];
  readonly area: Polygon;
  readonly upperMetres: number;
}

interface RecordedFrame {
  /** Seconds since 1970 on the recorder's clock. */
  readonly timestamp: number;
  readonly data: {
    readonly latitude: number;
    readonly longitude: number;
    readonly height: number;
    readonly elevation: number;
    readonly attitude_head: number;
    readonly horizontal_speed: number;
    readonly vertical_speed: number;
  };
}

const RECORDING = ['drone', 'mqtt', 'rcplus2-drc-osd_info_push-drone0.jsonl'];
/** Level flight begins at this share of the path's greatest height. */
const LEVEL_SHARE = 0.95;
const MARGIN_DEGREES = 0.002;
/** A river bend in 东光县. */
const SIMULATED_AREA = [
  { lon: 116.612, lat: 37.884 },
  { lon: 116.62, lat: 37.884 },
  { lon: 116.62, lat: 37.89 },
  { lon: 116.612, lat: 37.89 },
];

/**
 * Recorded positions where the samples are at hand (they lie outside the province), otherwise a simulated
 * survey; at their true speed, one every `frameMs`.
 */
export function chooseGround(samples: string | undefined, frames: number, frameMs: number): FlightGround {
  const file = samples ? join(samples, ...RECORDING) : '';
  const recorded = file !== '' && existsSync(file);
  const path = levelFlight(recorded ? recordedSpots(file) : simulatedSpots());
  const spots = Array.from({ length: frames }, (_, index) => spotAt(path, (index * frameMs) / 1_000));
  return {
    origin: recorded ? 'recorded' : 'simulated',
    spots,
    area: boxAround(spots),
    upperMetres: Math.ceil(Math.max(...spots.map((spot) => spot.heightAboveTakeoffMetres)) + 20),
  };
}

function recordedSpots(file: string): FlownSpot[] {
  const frames = readFileSync(file, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as RecordedFrame);
  return frames.map(({ timestamp, data }) => ({
    seconds: timestamp,
    lon: data.longitude,
    lat: data.latitude,
    heightAboveTakeoffMetres: data.elevation,
    altitudeEllipsoidMetres: data.height,
    headingDegrees: (data.attitude_head + 360) % 360,
    speedMetresPerSecond: data.horizontal_speed,
    verticalSpeedMetresPerSecond: data.vertical_speed,
  }));
}

function simulatedSpots(): FlownSpot[] {
  const path = flightPath(7, SIMULATED_AREA, { startAt: new Date(0), heightMetres: 60 });
  return path.map(({ at, ...spot }) => ({ ...spot, seconds: at.getTime() / 1_000 }));
}

/** The path from the moment it has climbed. */
function levelFlight(path: readonly FlownSpot[]): FlownSpot[] {
  const highest = Math.max(...path.map((spot) => spot.heightAboveTakeoffMetres));
  const from = path.findIndex((spot) => spot.heightAboveTakeoffMetres > highest * LEVEL_SHARE);
  const origin = path[from]?.seconds ?? 0;
  return path.slice(from).map((spot) => ({ ...spot, seconds: spot.seconds - origin }));
}

/** Between two moments of the path, in proportion. */
function spotAt(path: readonly FlownSpot[], seconds: number): FlownSpot {
  const index = path.findIndex((spot) => spot.seconds > seconds);
  const [before, after] = [path[index - 1], path[index]];
  if (!before || !after) throw new RangeError(`the path ends before ${seconds} s`);
  const share = (seconds - before.seconds) / (after.seconds - before.seconds);
  const between = (a: number, b: number): number => a + (b - a) * share;
  return {
    ...before,
    seconds,
    lon: between(before.lon, after.lon),
    lat: between(before.lat, after.lat),
    heightAboveTakeoffMetres: between(before.heightAboveTakeoffMetres, after.heightAboveTakeoffMetres),
    altitudeEllipsoidMetres: between(before.altitudeEllipsoidMetres, after.altitudeEllipsoidMetres),
  };
}

function boxAround(spots: readonly FlownSpot[]): Polygon {
  const lons = spots.map(({ lon }) => lon);
  const lats = spots.map(({ lat }) => lat);
  const [west, east] = [Math.min(...lons) - MARGIN_DEGREES, Math.max(...lons) + MARGIN_DEGREES];
  const [south, north] = [Math.min(...lats) - MARGIN_DEGREES, Math.max(...lats) + MARGIN_DEGREES];
  return {
    type: 'Polygon',
    coordinates: [
      [
        [west, south],
        [east, south],
        [east, north],
        [west, north],
        [west, south],
      ],
    ],
  };
}
