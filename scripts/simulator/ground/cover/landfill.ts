import { blended, type Colour } from '../colour.js';
import { noise, smoothNoise } from '../noise.js';
import { fields } from './farmland.js';

const { abs, floor, hypot, min, sin } = Math;

const HEAP: Colour = 0x8b7d68;
const DARK: Colour = 0x55493c;
const LITTER: readonly Colour[] = [0xe8e6e0, 0x3f63a8, 0xb4413a, 0xd8c25a, 0x2f2f33, 0x6fa07a, 0xcfd3d6];
const LEACHATE: Colour = 0x1f1c18;
const FOIL: Colour = 0x2d3a34;
const ROAD: Colour = 0xa59d8c;

/** A heap of waste without a rim, black water at its foot, half of it under foil, a track that ends there. */
export function landfill(along: number, across: number, seed: number): Colour {
  const ragged = 0.34 * (smoothNoise(along / 26 + seed, across / 26) - 0.5);
  const heap = hypot(along / 95, across / 68) + ragged;
  if (heap < 1) return waste(along, across, heap);
  if (hypot((along - 84) / 34, (across - 66) / 20) + ragged < 1)
    return blended(LEACHATE, 0x4a4434, 0.4 * smoothNoise(along / 6, across / 3));
  if (abs(across - 12 * sin(along / 40)) < 3 && along < -60) return ROAD;
  const blown = noise(floor(along * 1.4), floor(across * 1.4)) > 0.985 && heap < 1.9;
  return blown ? (LITTER[floor(noise(floor(along), 3) * LITTER.length)] ?? HEAP) : fields(along, across, seed);
}

function waste(along: number, across: number, heap: number): Colour {
  const isCovered = across < -18 + 8 * smoothNoise(along / 12, 4);
  if (isCovered) return blended(FOIL, 0x6a7770, floor(along / 6) % 2 === 0 ? 0.25 : 0.1);
  const speck = noise(floor(along * 1.7), floor(across * 1.7));
  if (speck > 0.62) return LITTER[floor(noise(floor(along * 1.7), floor(across * 1.7) + 9) * LITTER.length)] ?? HEAP;
  return blended(HEAP, DARK, min(1, 0.5 * heap + 0.6 * smoothNoise(along / 9, across / 9)));
}
