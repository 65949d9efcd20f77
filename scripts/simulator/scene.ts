import { cameraAxes, type CameraPose, LEAST_FALL, type Lens } from '../../src/geo/index.js';
import { blended, type Colour, MARKER, SKY } from './ground/colour.js';
import { noise } from './ground/noise.js';

const { hypot, max, min, round } = Math;

export interface Raster {
  /** RGB, row by row. */
  readonly data: Buffer;
  readonly width: number;
  readonly height: number;
}

const HAZE_METRES = 3_000;
const MOST_HAZE = 0.85;
const GRAIN = 18;

/** Flat ground as a camera sees it from a pose; its colours come by metres east and north. */
export function renderScene(pose: CameraPose, lens: Lens, ground: (east: number, north: number) => Colour): Raster {
  const { widthPixels: width, heightPixels: height, focalPixels } = lens;
  const data = Buffer.alloc(width * height * 3);
  // As groundSeen, which asked for each pixel would take the axes anew and make a picture cost two fifths more.
  const { forward, right, down } = cameraAxes(pose);
  let at = 0;
  for (let v = 0; v < height; v += 1) {
    const y = (v + 0.5 - height / 2) / focalPixels;
    for (let u = 0; u < width; u += 1) {
      const x = (u + 0.5 - width / 2) / focalPixels;
      const fall = forward[2] + x * right[2] + y * down[2];
      let colour: Colour = SKY;
      if (fall > LEAST_FALL) {
        const range = pose.heightMetres / fall;
        const north = range * (forward[0] + x * right[0] + y * down[0]);
        const east = range * (forward[1] + x * right[1] + y * down[1]);
        colour = seen(ground(pose.eastMetres + east, pose.northMetres + north), hypot(east, north), u, v);
      }
      data[at] = colour >> 16;
      data[at + 1] = (colour >> 8) & 255;
      data[at + 2] = colour & 255;
      at += 3;
    }
  }
  return { data, width, height };
}

/** A colour from so far away, with the grain of a sensor. */
function seen(colour: Colour, metres: number, u: number, v: number): Colour {
  if (colour === MARKER) return colour;
  const grain = (noise(u, v) - 0.5) * GRAIN;
  const channel = (shift: number): number => max(0, min(255, round(((colour >> shift) & 255) + grain)));
  const grainy = (channel(16) << 16) | (channel(8) << 8) | channel(0);
  return metres < 60 ? grainy : blended(grainy, SKY, min(MOST_HAZE, metres / HAZE_METRES));
}
