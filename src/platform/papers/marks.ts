/** What is drawn, in points from the upper left corner of its page. */
export type Mark =
  | {
      readonly kind: 'text';
      readonly x: number;
      /** Of the base line. */
      readonly y: number;
      readonly size: number;
      readonly text: string;
      readonly bold?: boolean;
      readonly colour?: string;
    }
  | {
      readonly kind: 'line';
      readonly from: Point;
      readonly to: Point;
      readonly width: number;
      readonly colour?: string;
      readonly dashed?: boolean;
    }
  | { readonly kind: 'rectangles'; readonly boxes: readonly Box[]; readonly colour?: string }
  | { readonly kind: 'frame'; readonly box: Box; readonly width: number; readonly colour?: string }
  /** Strokes as SVG path data, moved by `x`, `y` after scaling. */
  | {
      readonly kind: 'strokes';
      readonly path: string;
      readonly x: number;
      readonly y: number;
      readonly scale: number;
      readonly width: number;
    }
  | { readonly kind: 'image'; readonly bytes: Buffer; readonly box: Box };

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Box extends Point {
  readonly width: number;
  readonly height: number;
}

export interface Sheet {
  readonly width: number;
  readonly height: number;
  readonly marks: readonly Mark[];
}

export const INK = '#16202a';
export const PALE = '#8a949c';
export const WARNING = '#b3261e';

const POINTS_PER_MILLIMETRE = 72 / 25.4;

export function millimetres(length: number): number {
  return length * POINTS_PER_MILLIMETRE;
}

/** DIN A4, upright. */
export const A4 = { width: millimetres(210), height: millimetres(297) } as const;

export function shifted(marks: readonly Mark[], x: number, y: number): Mark[] {
  return marks.map((mark) => shiftedMark(mark, x, y));
}

function shiftedMark(mark: Mark, x: number, y: number): Mark {
  const point = (p: Point): Point => ({ x: p.x + x, y: p.y + y });
  const box = (b: Box): Box => ({ ...b, x: b.x + x, y: b.y + y });
  if (mark.kind === 'text' || mark.kind === 'strokes') return { ...mark, x: mark.x + x, y: mark.y + y };
  if (mark.kind === 'line') return { ...mark, from: point(mark.from), to: point(mark.to) };
  if (mark.kind === 'rectangles') return { ...mark, boxes: mark.boxes.map(box) };
  return { ...mark, box: box(mark.box) };
}
