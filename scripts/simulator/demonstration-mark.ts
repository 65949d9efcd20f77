import type { Raster } from './scene.js';

// Drawn from dots, because a fresh machine may have no font at all. Seven rows of five dots a letter.
const LETTERS: Readonly<Record<string, readonly number[]>> = {
  A: [0b01110, 0b10001, 0b10001, 0b11111, 0b10001, 0b10001, 0b10001],
  D: [0b11110, 0b10001, 0b10001, 0b10001, 0b10001, 0b10001, 0b11110],
  E: [0b11111, 0b10000, 0b10000, 0b11110, 0b10000, 0b10000, 0b11111],
  I: [0b01110, 0b00100, 0b00100, 0b00100, 0b00100, 0b00100, 0b01110],
  M: [0b10001, 0b11011, 0b10101, 0b10101, 0b10001, 0b10001, 0b10001],
  N: [0b10001, 0b11001, 0b10101, 0b10011, 0b10001, 0b10001, 0b10001],
  O: [0b01110, 0b10001, 0b10001, 0b10001, 0b10001, 0b10001, 0b01110],
  R: [0b11110, 0b10001, 0b10001, 0b11110, 0b10100, 0b10010, 0b10001],
  S: [0b01111, 0b10000, 0b10000, 0b01110, 0b00001, 0b00001, 0b11110],
  T: [0b11111, 0b00100, 0b00100, 0b00100, 0b00100, 0b00100, 0b00100],
};

const WORD = 'DEMONSTRATION';
const COLUMNS = WORD.length * 6 - 1;
const ROWS = 7;
const WHITE = 250;

/** Writes the word DEMONSTRATION across the lower part, on a darkened band. Changes the raster in place. */
export function markAsDemonstration({ data, width, height }: Raster): void {
  const dot = Math.max(1, Math.floor(width / (COLUMNS + 16)));
  const left = Math.floor((width - COLUMNS * dot) / 2);
  const top = height - (ROWS + 4) * dot;
  for (let y = Math.max(0, top - 2 * dot); y < Math.min(height, top + (ROWS + 2) * dot); y += 1) {
    const row = Math.floor((y - top) / dot);
    for (let x = 0; x < width; x += 1) {
      const at = (y * width + x) * 3;
      if (isInk(Math.floor((x - left) / dot), row)) data.fill(WHITE, at, at + 3);
      else for (let channel = at; channel < at + 3; channel += 1) data[channel] = (data[channel] ?? 0) >> 1;
    }
  }
}

function isInk(column: number, row: number): boolean {
  const letter = LETTERS[WORD[Math.floor(column / 6)] ?? ''];
  const bits = letter?.[row] ?? 0;
  return column >= 0 && column % 6 < 5 && ((bits >> (4 - (column % 6))) & 1) === 1;
}
