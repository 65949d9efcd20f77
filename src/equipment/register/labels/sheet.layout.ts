import { A4, type Mark, millimetres, PALE, shifted, type Sheet } from '../../../platform/index.js';
import type { SheetFormat } from './label.formats.js';
import type { LabelArea } from './label.layout.js';

export interface SheetOptions {
  /** Position of the first label on the first sheet, from 1: the ones before it are used up. */
  readonly startAt: number;
  readonly cropMarks: boolean;
}

const CROSS = millimetres(2);

/** A4 sheets of labels, row by row, each laid out when it is asked for. `draw` gives the marks of one label from its upper left corner. */
export function* layLabelSheets<T>(
  labels: readonly T[],
  format: SheetFormat,
  { startAt, cropMarks }: SheetOptions,
  draw: (label: T, area: LabelArea) => Mark[],
): Generator<Sheet> {
  const perSheet = format.columns * format.rows;
  const area = areaOf(format);
  const count = Math.ceil((startAt - 1 + labels.length) / perSheet);
  for (let sheet = 0; sheet < count; sheet += 1) {
    const skipped = sheet === 0 ? startAt - 1 : 0;
    const first = Math.max(0, sheet * perSheet - (startAt - 1));
    const marks = labels.slice(first, first + perSheet - skipped).flatMap((label, i) => {
      const { x, y } = cornerOf(skipped + i, format);
      return shifted(draw(label, area), x, y);
    });
    yield { ...A4, marks: cropMarks ? [...crosses(format), ...marks] : marks };
  }
}

export function areaOf({ widthMillimetres, heightMillimetres }: SheetFormat): LabelArea {
  return { width: millimetres(widthMillimetres), height: millimetres(heightMillimetres) };
}

/** Upper left corner of a position on the sheet, counted from 0, row by row. */
export function cornerOf(position: number, format: SheetFormat): { x: number; y: number } {
  const { width, height } = areaOf(format);
  const [left, top] = [(A4.width - format.columns * width) / 2, (A4.height - format.rows * height) / 2];
  return { x: left + (position % format.columns) * width, y: top + Math.floor(position / format.columns) * height };
}

/** Where to cut, on plain paper: a cross at every corner of a label, as far as it lies on the sheet. */
function crosses(format: SheetFormat): Mark[] {
  const { width, height } = areaOf(format);
  const { x: left, y: top } = cornerOf(0, format);
  const corners = Array.from({ length: (format.columns + 1) * (format.rows + 1) }, (_, i) => ({
    x: left + (i % (format.columns + 1)) * width,
    y: top + Math.floor(i / (format.columns + 1)) * height,
  }));
  const within = (value: number, most: number) => Math.min(Math.max(value, 0), most);
  return corners.flatMap(({ x, y }): Mark[] => {
    const line = (dx: number, dy: number): Mark => ({
      kind: 'line',
      from: { x: within(x - dx, A4.width), y: within(y - dy, A4.height) },
      to: { x: within(x + dx, A4.width), y: within(y + dy, A4.height) },
      width: 0.4,
      colour: PALE,
    });
    return [line(CROSS, 0), line(0, CROSS)];
  });
}
