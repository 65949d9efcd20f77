import { radians, type Position } from '../../geo/index.js';
import type { ItemMetadata } from '../items/item.types.js';
import { decimal, type RawTags } from '../metadata/raw-tags.js';
import { ATTITUDE_SIGMA_DEGREES, footprintOf, refusal } from './footprint.rules.js';
import type { Footprint, FootprintHeight, FootprintHeightSource } from './footprint.types.js';
import { lensOf } from './lens.rules.js';

/** A plain receiver on a drone; RTK says of itself how far it got (DJI RtkFlag). */
const POSITION_SIGMA_METRES = 5;
/** Barometer against take-off. */
const HEIGHT_SIGMA_METRES = 3;
const LASER_SIGMA_METRES = 1;
/** A degree of tilt, across the range, in the height. */
const TILT_SIGMA = radians(ATTITUDE_SIGMA_DEGREES);
/** What range finders of drones reach. */
const LASER_LEAST_METRES = 3;
const LASER_MOST_METRES = 3_000;
/** Flatter than this, a degree decides more of the height than the range does. */
const LASER_LEAST_DEPRESSION_DEGREES = 15;

export interface FootprintClaims {
  readonly position: Position | null;
  readonly metadata: Pick<ItemMetadata, 'heights' | 'gimbal' | 'tags'>;
  /** Of the device's own track at that moment. */
  readonly trackHeightMetres: number | null;
}

/** The ground a picture of a drone shows; null where the file claims nothing of how its camera stood. */
export function photoFootprint({ position, metadata, trackHeightMetres }: FootprintClaims): Footprint | null {
  const { tags, gimbal, heights } = metadata;
  if (!tags || (gimbal.pitchDegrees === null && gimbal.yawDegrees === null)) return null;
  const { yawDegrees, pitchDegrees, rollDegrees } = gimbal;
  if (yawDegrees === null || pitchDegrees === null || rollDegrees === null) return refusal('no_attitude');
  if (!position) return refusal('no_position');
  if (isReversed(tags)) return refusal('camera_reversed');
  const laser = laserHeight(tags, pitchDegrees);
  const known = {
    laser: laser?.metres ?? null,
    takeoff_relative: positive(heights.aboveTakeoffMetres),
    telemetry: positive(trackHeightMetres),
  };
  const height = laser ?? heightOf(known, tags);
  if (!height) return refusal('no_height');
  const lens = lensOf(tags);
  if (!lens) return refusal('lens_unknown');
  const positionSigmaMetres = sigmaByRtk(tags, POSITION_SIGMA_METRES);
  return footprintOf({ position, positionSigmaMetres, height, yawDegrees, pitchDegrees, rollDegrees }, lens, known);
}

/** Above the take-off point, by the file itself before the track. */
function heightOf(
  known: Readonly<Record<FootprintHeightSource, number | null>>,
  tags: RawTags,
): FootprintHeight | undefined {
  const { takeoff_relative: takeoff, telemetry } = known;
  const sigmaMetres = sigmaByRtk(tags, HEIGHT_SIGMA_METRES);
  if (takeoff !== null) return { source: 'takeoff_relative', metres: takeoff, sigmaMetres };
  return telemetry === null ? undefined : { source: 'telemetry', metres: telemetry, sigmaMetres: HEIGHT_SIGMA_METRES };
}

/**
 * The range finder looks along the axis of the camera: how far below it the point lies that it met. The ground itself goes
 * before the take-off point, which may lie on a hill.
 */
function laserHeight({ xmp, isDjiXmp }: RawTags, pitchDegrees: number): FootprintHeight | null {
  const range = isDjiXmp && xmp.LRFStatus?.trim() === 'Normal' ? decimal(xmp.LRFTargetDistance) : undefined;
  if (range === undefined || range < LASER_LEAST_METRES || range > LASER_MOST_METRES) return null;
  const fall = -Math.sin(radians(pitchDegrees));
  if (fall < Math.sin(radians(LASER_LEAST_DEPRESSION_DEGREES))) return null;
  const acrossMetres = range * Math.sqrt(1 - fall * fall);
  return {
    source: 'laser',
    metres: range * fall,
    sigmaMetres: Math.hypot(LASER_SIGMA_METRES, acrossMetres * TILT_SIGMA),
  };
}

function positive(metres: number | null): number | null {
  return metres !== null && metres > 0 ? metres : null;
}

/** Of the position a drone's own picture claims, one standard deviation; undefined for what says nothing of its receiver. */
export function claimedSigmaMetres(tags: RawTags | null): number | undefined {
  return tags?.isDjiXmp ? sigmaByRtk(tags, POSITION_SIGMA_METRES) : undefined;
}

/** DJI RtkFlag: 50 fixed, 32 to 49 float, 16 single. */
function sigmaByRtk({ xmp, isDjiXmp }: RawTags, without: number): number {
  const flag = isDjiXmp ? decimal(xmp.RtkFlag) : undefined;
  if (flag === 50) return 0.1;
  if (flag !== undefined && flag >= 32 && flag < 50) return 0.5;
  return flag === 16 ? Math.min(2, without) : without;
}

function isReversed({ xmp, isDjiXmp }: RawTags): boolean {
  return isDjiXmp && [xmp.CamReverse, xmp.GimbalReverse].some((value) => value?.trim() === '1');
}
