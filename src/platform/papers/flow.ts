import { A4, type Mark, millimetres } from './marks.js';
import type { Glyphs } from './text.rules.js';

export const MARGINS = {
  left: millimetres(20),
  right: millimetres(18),
  top: millimetres(20),
  bottom: millimetres(20),
} as const;

export const BODY = { left: MARGINS.left, width: A4.width - MARGINS.left - MARGINS.right } as const;
const BODY_BOTTOM = A4.height - MARGINS.bottom;
export const BODY_HEIGHT = BODY_BOTTOM - MARGINS.top;

export const TEXT_SIZE = 10;
export const SMALL_SIZE = 8.5;
export const LINE_HEIGHT = 1.45;
/** From the top of a line to its base line, in line heights. */
const BASE = 0.72;

/** Where the next thing goes: pages filled from the top, a new one where something does not fit. */
export class Flow {
  readonly pages: Mark[][] = [[]];
  y = MARGINS.top;

  constructor(readonly glyphs: Glyphs) {}

  get room(): number {
    return BODY_BOTTOM - this.y;
  }

  /** Starts a page unless so much is left on this one. */
  require(height: number): boolean {
    if (this.room >= height || this.y === MARGINS.top) return false;
    this.pages.push([]);
    this.y = MARGINS.top;
    return true;
  }

  skip(height: number): void {
    this.y += height;
  }

  put(...marks: readonly Mark[]): void {
    this.pages.at(-1)?.push(...marks);
  }
}

export interface LineStyle {
  readonly size: number;
  readonly bold?: boolean;
  readonly colour?: string;
}

export function lineHeight({ size }: LineStyle): number {
  return size * LINE_HEIGHT;
}

/** One line whose top is at `top`. */
export function lineAt(text: string, x: number, top: number, style: LineStyle): Mark {
  return { kind: 'text', text, x, y: top + lineHeight(style) * BASE, ...style };
}
