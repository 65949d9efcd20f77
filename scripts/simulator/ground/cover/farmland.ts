import { blended, type Colour } from '../colour.js';
import { noise, smoothNoise } from '../noise.js';

const { abs, floor } = Math;

const CROPS: readonly Colour[] = [0x70803e, 0x888c48, 0x968054, 0x5e743c, 0xa49462, 0x7a6a4c, 0x64823f];
const SOIL: Colour = 0x8d7a58;
const ROAD: Colour = 0x84827e;
const TREES: Colour = 0x3d4f2a;
const ROOFS: readonly Colour[] = [0x9a5a48, 0x8b8e92, 0xa86f55];
const YARD: Colour = 0xb0a890;
const FOIL: Colour = 0xcfd6d4;

/** Parcels in rows between lanes, a village with its roofs, a row of greenhouses. */
export function farmland(along: number, across: number, seed: number): Colour {
  if (abs(across - 64) < 3) return ROAD;
  if (abs(across - 70) < 2.2) return noise(floor(along / 4), seed) > 0.25 ? TREES : SOIL;
  if (along > -230 && along < -90 && across > 76 && across < 196) return village(along, across, seed);
  if (along > 20 && along < 140 && across > -20 && across < 50) return greenhouses(along, across);
  return fields(along, across, seed);
}

/** Fields alone; what lies around the other sites. */
export function fields(along: number, across: number, seed: number): Colour {
  const row = floor(across / 72);
  const shifted = along + 34 * noise(row, seed);
  const column = floor(shifted / 48);
  if (across - row * 72 < 1.6) return SOIL;
  const crop = CROPS[floor(noise(column, row + seed) * CROPS.length)] ?? SOIL;
  const furrow = floor(across / 1.5) % 2 === 0 ? 0.1 : 0;
  return blended(crop, SOIL, furrow + 0.3 * smoothNoise(along / 14, across / 14));
}

function village(along: number, across: number, seed: number): Colour {
  const [column, row] = [floor(along / 20), floor(across / 24)];
  const [x, y] = [along - column * 20, across - row * 24];
  if (x < 3 || y < 4) return ROAD;
  const roof = ROOFS[floor(noise(column + seed, row) * ROOFS.length)] ?? YARD;
  if (x > 4 && x < 18 && y > 13 && y < 22) return y > 17.5 ? roof : blended(roof, 0, 0.18);
  return x > 15 && y < 11 && noise(column, row + 5) > 0.4 ? TREES : YARD;
}

function greenhouses(along: number, across: number): Colour {
  const y = across - floor(across / 10) * 10;
  if (y > 8) return SOIL;
  return floor(along / 1.2) % 4 === 0 ? blended(FOIL, SOIL, 0.25) : blended(FOIL, 0xffffff, y / 16);
}
