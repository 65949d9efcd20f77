import { blended, type Colour } from '../colour.js';
import { noise, smoothNoise } from '../noise.js';
import { fields } from './farmland.js';

const { abs, atan2, floor, hypot } = Math;

const BENCHES: readonly Colour[] = [0xb09c7c, 0xa08a6a, 0x97815f, 0x8a7760, 0x7f7063];
const WALL: Colour = 0x5f5344;
const POOL: Colour = 0x4f7a72;
const ROAD: Colour = 0xbdb29a;
const SPOIL: Colour = 0xa79a86;
const MACHINE: Colour = 0xd9a21b;
/** Half axes of the pit's rim. */
const LONG = 190;
const SHORT = 130;

/** An open pit with its benches, a pool at the bottom, a ramp, and spoil at one end. */
export function mine(along: number, across: number, seed: number): Colour {
  const ragged = 0.1 * (smoothNoise(along / 40 + seed, across / 40) - 0.5);
  const rim = hypot(along / LONG, across / SHORT) + ragged;
  if (rim < 1) return pit(along, across, rim);
  if (hypot((along - 265) / 70, across / 90) + ragged < 1)
    return blended(SPOIL, WALL, 0.45 * smoothNoise(along / 6, across / 6));
  if (abs(across + 0.25 * along - 20) < 5 && along > 150) return ROAD;
  if (rim < 1.12) return blended(SPOIL, 0x6f7a4a, (rim - 1) * 8);
  return fields(along, across, seed);
}

function pit(along: number, across: number, rim: number): Colour {
  if (rim < 0.22) return blended(POOL, WALL, rim > 0.2 ? 0.4 : 0.1 * smoothNoise(along / 8, across / 8));
  const bench = floor((1 - rim) * 6.4);
  const within = (1 - rim) * 6.4 - bench;
  const ramp = abs(atan2(across, along) - rim * 3.2) < 0.09;
  if (ramp) return ROAD;
  if (within < 0.22) return blended(WALL, 0, 0.25 * noise(floor(along), floor(across)));
  const [column, row] = [floor(along / 9), floor(across / 9)];
  const isMachine = noise(column, row + 31) > 0.992 && along - column * 9 < 6 && across - row * 9 < 3;
  return isMachine
    ? MACHINE
    : blended(BENCHES[bench % BENCHES.length] ?? WALL, WALL, 0.35 * smoothNoise(along / 7, across / 7));
}
