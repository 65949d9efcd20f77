import { mixed } from './noise.js';

const { round } = Math;

/** Red, green and blue in one number. */
export type Colour = number;

export const SKY: Colour = 0xb0c6d6;
/** Of markers alone. */
export const MARKER: Colour = 0xff00ff;

export function blended(one: Colour, other: Colour, share: number): Colour {
  const channel = (shift: number): number => round(mixed((one >> shift) & 255, (other >> shift) & 255, share)) << shift;
  return channel(16) | channel(8) | channel(0);
}
