import { blended, type Colour } from '../colour.js';
import { noise, smoothNoise } from '../noise.js';
import { fields } from './farmland.js';

const { abs, floor, hypot, max, min, sin } = Math;

const YARD: Colour = 0x9b9a95;
const FENCE: Colour = 0x4a5a48;
const HALLS: readonly Colour[] = [0x5f7fa0, 0xa9aeb2, 0x8e5d4c];
const COAL: Colour = 0x2b2a2a;
const TANK: Colour = 0xd4d6d2;
const CHIMNEY: Colour = 0xc9c4bd;
const SMOKE: Colour = 0xdedbd5;
const PLUME_METRES = 260;

/** A works: halls, tanks, a heap of coal, and at the origin a chimney whose smoke drifts along the bearing. */
export function works(along: number, across: number, seed: number): Colour {
  const ground = abs(along) < 135 && abs(across) < 95 ? yard(along, across, seed) : fields(along, across, seed);
  if (hypot(along, across) < 3.2) return CHIMNEY;
  if (along < 0 || along > PLUME_METRES) return ground;
  const spread = 3 + along * 0.11;
  const billow = smoothNoise(along / 11, across / 8);
  const strength = max(0, 1 - abs(across + 6 * sin(along / 45)) / spread) * (1 - along / PLUME_METRES);
  return blended(ground, SMOKE, min(0.88, strength * (0.5 + 1.2 * billow)));
}

function yard(along: number, across: number, seed: number): Colour {
  if (abs(along) > 132 || abs(across) > 92) return FENCE;
  const fromTank = hypot(((along - 30) % 28) - 14, across - 60);
  if (across > 46 && across < 74 && along > 30 && along < 114 && fromTank < 11)
    return fromTank % 6 < 0.8 ? blended(TANK, 0, 0.2) : TANK;
  if (hypot((along + 85) / 30, (across - 55) / 22) < 1)
    return blended(COAL, 0x555351, 0.5 * smoothNoise(along / 4, across / 4));
  const hall = floor((across + 90) / 38);
  const y = across + 90 - hall * 38;
  if (across < 24 && abs(along + 10) > 16 && abs(along) < 120 && y > 8) {
    const roof = HALLS[floor(noise(hall, seed) * HALLS.length)] ?? YARD;
    return floor(along / 5) % 3 === 0 ? blended(roof, 0, 0.12) : blended(roof, 0xffffff, y > 23 ? 0.14 : 0);
  }
  return blended(YARD, 0x777570, 0.5 * smoothNoise(along / 10, across / 10));
}
