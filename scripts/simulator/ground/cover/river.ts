import { blended, type Colour } from '../colour.js';
import { noise, smoothNoise } from '../noise.js';
import { RIVER_HALF_METRES, riverBend } from '../site.js';
import { fields } from './farmland.js';

const { abs, floor, max, min } = Math;

const WATER: Colour = 0x4e6260;
const SHALLOWS: Colour = 0x6f7f6c;
const PLUME: Colour = 0x5a3a22;
const BANK: Colour = 0x94906f;
const DYKE: Colour = 0x8d8678;
const TREES: Colour = 0x3a4b28;
const CONCRETE: Colour = 0xb9b6ae;
const PLUME_METRES = 420;

/** A bending river between dykes; at the origin a drain lets dark water in, which the stream carries along the bearing. */
export function river(along: number, across: number, seed: number): Colour {
  const beside = across - riverBend(along);
  const off = abs(beside);
  if (isDrain(along, beside)) return CONCRETE;
  if (off < RIVER_HALF_METRES) return stream(along, beside);
  if (off < RIVER_HALF_METRES + 7) return blended(BANK, SHALLOWS, smoothNoise(along / 5, across / 5));
  if (off < RIVER_HALF_METRES + 13) return noise(floor(along / 5), seed + (beside > 0 ? 1 : 2)) > 0.35 ? TREES : BANK;
  if (off < RIVER_HALF_METRES + 18) return DYKE;
  return fields(along, across, seed);
}

function isDrain(along: number, beside: number): boolean {
  return abs(along) < 2.5 && beside > RIVER_HALF_METRES - 3 && beside < RIVER_HALF_METRES + 40;
}

/** Deep in the middle, and brown where what came out of the drain is not thinned yet. */
function stream(along: number, beside: number): Colour {
  const ripple = smoothNoise(along / 9, beside / 3);
  const clean = blended(WATER, SHALLOWS, 0.75 * (abs(beside) / RIVER_HALF_METRES) ** 3 + 0.2 * ripple);
  if (along < -2 || along > PLUME_METRES) return clean;
  const spread = 4 + along * 0.075;
  const fromMiddle = abs(beside - (RIVER_HALF_METRES - 2 - along * 0.03)) / spread;
  const strength = max(0, 1 - fromMiddle) * (1 - along / PLUME_METRES);
  return blended(clean, PLUME, min(0.9, 1.6 * strength * (0.7 + 0.6 * ripple)));
}
