/** A picture of made-up farmland: parcels, a river, a road, laid out in metres east and north of a fixed point. */

export interface ScenePose {
  /** Metres east and north of the scene's origin. */
  readonly eastMetres: number;
  readonly northMetres: number;
  /** Above flat ground. */
  readonly heightMetres: number;
  /** North-east-down, rotation order yaw, pitch, roll: pitch -90 looks straight down. */
  readonly yawDegrees: number;
  readonly pitchDegrees: number;
  readonly rollDegrees: number;
}

export interface Raster {
  /** RGB, row by row. */
  readonly data: Buffer;
  readonly width: number;
  readonly height: number;
}

type Colour = readonly [number, number, number];
type Vector = readonly [number, number, number];

const SKY: Colour = [176, 198, 214];
const HAZE_METRES = 3_000;
const RIVER_EVERY_METRES = 280;
const PARCELS: readonly Colour[] = [
  [112, 128, 62],
  [136, 140, 72],
  [150, 128, 84],
  [94, 116, 60],
  [164, 148, 98],
  [122, 106, 76],
];
const RIVER: Colour = [78, 98, 96];
const BANK: Colour = [148, 140, 116];
const ROAD: Colour = [132, 130, 126];

/** The scene as a camera of this focal length sees it from this pose; flat ground, no lens distortion. */
export function renderScene(pose: ScenePose, width: number, height: number, focalPixels: number): Raster {
  const data = Buffer.alloc(width * height * 3);
  const { forward, right, down } = axes(pose);
  for (let v = 0; v < height; v += 1) {
    const y = (v + 0.5 - height / 2) / focalPixels;
    for (let u = 0; u < width; u += 1) {
      const x = (u + 0.5 - width / 2) / focalPixels;
      const along = (axis: 0 | 1 | 2): number => forward[axis] + x * right[axis] + y * down[axis];
      const fall = along(2);
      data.set(fall > 1e-3 ? ground(pose, along(0), along(1), fall) : SKY, (v * width + u) * 3);
    }
  }
  return { data, width, height };
}

/** Unit vectors of the camera in north, east, down: R = Rz(yaw)·Ry(pitch)·Rx(roll). */
function axes({ yawDegrees, pitchDegrees, rollDegrees }: ScenePose): { forward: Vector; right: Vector; down: Vector } {
  const [cy, sy] = turn(yawDegrees);
  const [cp, sp] = turn(pitchDegrees);
  const [cr, sr] = turn(rollDegrees);
  return {
    forward: [cy * cp, sy * cp, -sp],
    right: [cy * sp * sr - sy * cr, sy * sp * sr + cy * cr, cp * sr],
    down: [cy * sp * cr + sy * sr, sy * sp * cr - cy * sr, cp * cr],
  };
}

function turn(degrees: number): readonly [number, number] {
  const angle = (degrees * Math.PI) / 180;
  return [Math.cos(angle), Math.sin(angle)];
}

function ground(pose: ScenePose, north: number, east: number, fall: number): Colour {
  const range = pose.heightMetres / fall;
  const e = pose.eastMetres + range * east;
  const n = pose.northMetres + range * north;
  const colour = cover(e, n);
  const grain = (noise(Math.floor(e * 2), Math.floor(n * 2)) - 0.5) * 22;
  const haze = Math.min(0.85, (range * Math.hypot(north, east, fall)) / HAZE_METRES);
  const channel = (index: 0 | 1 | 2): number => {
    const lit = colour[index] + grain;
    return Math.max(0, Math.min(255, Math.round(lit + (SKY[index] - lit) * haze)));
  };
  return [channel(0), channel(1), channel(2)];
}

function cover(e: number, n: number): Colour {
  const bend = n - 40 * Math.sin(e / 130) - 18;
  const fromRiver = Math.abs(bend - RIVER_EVERY_METRES * Math.round(bend / RIVER_EVERY_METRES));
  if (fromRiver < 14) return RIVER;
  if (fromRiver < 20) return BANK;
  if (Math.abs(e + 0.12 * n - 62) < 3.2) return ROAD;
  const row = Math.floor(n / 70);
  const column = Math.floor((e + 6 * noise(row, 7)) / 46);
  return PARCELS[Math.floor(noise(column, row) * PARCELS.length)] ?? BANK;
}

/** A number in [0, 1) that depends on the two integers alone. */
function noise(a: number, b: number): number {
  let hash = Math.imul(a ^ 0x9e3779b9, 0x85ebca6b) ^ Math.imul(b ^ 0xc2b2ae35, 0x27d4eb2f);
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  hash = Math.imul(hash ^ (hash >>> 12), 0x297a2d39);
  return ((hash ^ (hash >>> 15)) >>> 0) / 2 ** 32;
}
