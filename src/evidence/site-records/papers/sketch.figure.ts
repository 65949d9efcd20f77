import { drawable, type FigureBlock, type Glyphs, INK, type Mark, millimetres, PALE } from '../../../platform/index.js';
import type { Drawing, SketchPoint } from '../site-record.types.js';

const SHEET = 1_000;
const SIDE = millimetres(110);
const ARROW = { length: millimetres(14), head: millimetres(3.2), inset: millimetres(11) } as const;
const LABEL_SIZE = 8.5;
const BAR_INSET = millimetres(5);

/** A map in its frame, with an arrow to the north and, where it is known, a scale bar. */
export function sketchFigure(sketch: Drawing, caption: string, glyphs: Glyphs): FigureBlock {
  const at = ({ x, y }: SketchPoint): SketchPoint => ({ x: (x / SHEET) * SIDE, y: (y / SHEET) * SIDE });
  const lines: Mark[] = sketch.lines.flatMap((line) =>
    line.slice(1).map((to, index): Mark => {
      const from = line[index] ?? to;
      return { kind: 'line', from: at(from), to: at(to), width: 1, colour: INK };
    }),
  );
  const labels: Mark[] = sketch.labels.map((label) => ({
    kind: 'text',
    ...at(label),
    size: LABEL_SIZE,
    text: drawable(label.text, glyphs),
  }));
  const frame: Mark = { kind: 'frame', box: { x: 0, y: 0, width: SIDE, height: SIDE }, width: 0.6, colour: PALE };
  const marks = [frame, ...lines, ...labels, ...northArrow(sketch.upBearingDegrees), ...scaleBar(sketch.metresAcross)];
  return { kind: 'figure', width: SIDE, height: SIDE, marks, caption };
}

/** In the upper right corner; north lies left of upwards by the bearing that is upwards. */
export function northArrow(upBearingDegrees: number): Mark[] {
  const centre = { x: SIDE - ARROW.inset, y: ARROW.inset };
  const angle = (-upBearingDegrees * Math.PI) / 180;
  /** So many points towards north, and so many to its right. */
  const from = (ahead: number, right: number): SketchPoint => ({
    x: centre.x + ahead * Math.sin(angle) + right * Math.cos(angle),
    y: centre.y - ahead * Math.cos(angle) + right * Math.sin(angle),
  });
  const half = ARROW.length / 2;
  const tip = from(half, 0);
  const line = (to: SketchPoint, end: SketchPoint): Mark => ({ kind: 'line', from: end, to, width: 1.2, colour: INK });
  const letter = from(half + LABEL_SIZE * 0.9, 0);
  return [
    line(tip, from(-half, 0)),
    line(tip, from(half - ARROW.head, ARROW.head / 2)),
    line(tip, from(half - ARROW.head, -ARROW.head / 2)),
    {
      kind: 'text',
      x: letter.x - LABEL_SIZE * 0.35,
      y: letter.y + LABEL_SIZE * 0.35,
      size: LABEL_SIZE,
      text: 'N',
      bold: true,
    },
  ];
}

/** A round number of metres, at most a third of the sheet. */
function scaleBar(metresAcross: number | null): Mark[] {
  if (metresAcross === null) return [];
  const metres = roundBelow(metresAcross / 3);
  const end = BAR_INSET + (metres / metresAcross) * SIDE;
  const y = SIDE - BAR_INSET;
  const tick = (x: number): Mark => ({ kind: 'line', from: { x, y: y - 3 }, to: { x, y }, width: 1, colour: INK });
  return [
    { kind: 'line', from: { x: BAR_INSET, y }, to: { x: end, y }, width: 1, colour: INK },
    tick(BAR_INSET),
    tick(end),
    { kind: 'text', x: end + 3, y, size: LABEL_SIZE, text: `${metres} m` },
  ];
}

/** 1, 2 or 5 times a power of ten. */
export function roundBelow(metres: number): number {
  const power = 10 ** Math.floor(Math.log10(metres));
  const step = [5, 2, 1].find((factor) => factor * power <= metres) ?? 1;
  return Number((step * power).toPrecision(6));
}
