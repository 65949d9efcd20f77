import { radians } from './plane.rules.js';

/** Angles of a camera: north, east, down; turned by yaw, then pitch, then roll. Pitch -90 looks straight down. */
export interface CameraAngles {
  readonly yawDegrees: number;
  readonly pitchDegrees: number;
  readonly rollDegrees: number;
}

/** Where a camera is in metres east and north of some point of flat ground, and above that ground. */
export interface CameraPose extends CameraAngles {
  readonly eastMetres: number;
  readonly northMetres: number;
  readonly heightMetres: number;
}

/** A lens without distortion, its axis in the middle of the picture. */
export interface Lens {
  readonly widthPixels: number;
  readonly heightPixels: number;
  readonly focalPixels: number;
}

/** Metres east and north. */
export type GroundPoint = readonly [east: number, north: number];
/** From the top left corner of the picture; the middle of the first pixel is [0.5, 0.5]. */
export type PixelPoint = readonly [u: number, v: number];

/** North, east, down. */
type Vector = readonly [north: number, east: number, down: number];

/** Unit vectors of a camera: along its axis, to the right of the picture, and to its foot. */
export interface CameraAxes {
  readonly forward: Vector;
  readonly right: Vector;
  readonly down: Vector;
}

/** Diagonal of a 35 mm frame; "24 mm in terms of 35 mm film" is said of the diagonal where the picture is 4:3. */
export const FILM_DIAGONAL_MILLIMETRES = 43.27;
/** A ray that falls less than this never meets ground that anybody could tell apart. */
export const LEAST_FALL = 1e-3;
const LEAST_DEPTH_METRES = 1e-6;

/** Focal length in pixels from the one that is said in terms of 35 mm film. */
export function focalPixels(filmMillimetres: number, widthPixels: number, heightPixels: number): number {
  return (filmMillimetres / FILM_DIAGONAL_MILLIMETRES) * Math.hypot(widthPixels, heightPixels);
}

export function cameraAxes({ yawDegrees, pitchDegrees, rollDegrees }: CameraAngles): CameraAxes {
  const [cy, sy] = turn(yawDegrees);
  const [cp, sp] = turn(pitchDegrees);
  const [cr, sr] = turn(rollDegrees);
  return {
    forward: [cy * cp, sy * cp, -sp],
    right: [cy * sp * sr - sy * cr, sy * sp * sr + cy * cr, cp * sr],
    down: [cy * sp * cr + sy * sr, sy * sp * cr - cy * sr, cp * cr],
  };
}

/** The point of flat ground that a pixel shows; undefined at and above the horizon. */
export function groundSeen(pose: CameraPose, lens: Lens, [u, v]: PixelPoint): GroundPoint | undefined {
  const { forward, right, down } = cameraAxes(pose);
  const x = (u - lens.widthPixels / 2) / lens.focalPixels;
  const y = (v - lens.heightPixels / 2) / lens.focalPixels;
  const along = (axis: 0 | 1 | 2): number => forward[axis] + x * right[axis] + y * down[axis];
  const fall = along(2);
  if (fall <= LEAST_FALL) return undefined;
  const range = pose.heightMetres / fall;
  return [pose.eastMetres + range * along(1), pose.northMetres + range * along(0)];
}

/** The pixel that shows a point of flat ground; undefined behind the camera. It may lie outside the picture. */
export function pixelOf(pose: CameraPose, lens: Lens, [east, north]: GroundPoint): PixelPoint | undefined {
  const { forward, right, down } = cameraAxes(pose);
  const ray: Vector = [north - pose.northMetres, east - pose.eastMetres, pose.heightMetres];
  const depth = dot(ray, forward);
  if (depth <= LEAST_DEPTH_METRES) return undefined;
  const scale = lens.focalPixels / depth;
  return [lens.widthPixels / 2 + scale * dot(ray, right), lens.heightPixels / 2 + scale * dot(ray, down)];
}

/**
 * What a picture shows of flat ground: upper left, upper right, lower right, lower left corner of the picture. Undefined
 * where a corner shows the sky.
 */
export function groundCorners(pose: CameraPose, lens: Lens): GroundPoint[] | undefined {
  const { widthPixels: width, heightPixels: height } = lens;
  const pixels: PixelPoint[] = [
    [0, 0],
    [width, 0],
    [width, height],
    [0, height],
  ];
  const corners = pixels.map((pixel) => groundSeen(pose, lens, pixel)).filter((corner) => corner !== undefined);
  return corners.length === pixels.length ? corners : undefined;
}

function turn(degrees: number): readonly [cosine: number, sine: number] {
  return [Math.cos(radians(degrees)), Math.sin(radians(degrees))];
}

function dot(a: Vector, b: Vector): number {
  return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
}
