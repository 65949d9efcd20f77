import { BODY, BODY_HEIGHT, type Flow, lineAt, lineHeight, SMALL_SIZE } from './flow.js';
import { type Mark, PALE } from './marks.js';
import type { Column, TableBlock } from './paper.js';
import { drawable, type Glyphs, widthOf, wrap } from './text.rules.js';

const HEAD = { size: SMALL_SIZE, bold: true } as const;
const CELL = { size: SMALL_SIZE } as const;
const PADDING = 3;
const RULE_POINTS = 0.5;

interface PlacedColumn extends Column {
  readonly x: number;
  readonly width: number;
}

/** A row as lines of text, one list a cell. */
type RowLines = readonly (readonly string[])[];

/** Rows over as many pages as they take; the head is repeated on each. A row higher than a page goes on to the next. */
export function layTable(flow: Flow, { columns, rows, empty }: TableBlock): void {
  const placed = place(columns);
  const head = linesOf(
    placed.map(({ title }) => title),
    placed,
    flow.glyphs,
  );
  const most = Math.max(1, Math.floor((BODY_HEIGHT - heightOf(head) - 2 * PADDING) / lineHeight(CELL)));
  const texts = rows.length === 0 && empty ? [[empty]] : rows;
  const slices = texts.flatMap((row) => slicesOf(linesOf(row, placed, flow.glyphs), most));
  flow.require(heightOf(head) + heightOf(slices[0] ?? []));
  layRow(flow, placed, head, HEAD);
  for (const slice of slices) {
    if (flow.require(heightOf(slice))) layRow(flow, placed, head, HEAD);
    layRow(flow, placed, slice, CELL);
  }
}

function place(columns: readonly Column[]): PlacedColumn[] {
  const shares = columns.reduce((sum, { share }) => sum + share, 0);
  let x: number = BODY.left;
  return columns.map((column) => {
    const width = (BODY.width * column.share) / shares;
    const placed = { ...column, x, width };
    x += width;
    return placed;
  });
}

/** A row with fewer cells than columns gives the rest of the width to its last cell. */
function linesOf(row: readonly string[], columns: readonly PlacedColumn[], glyphs: Glyphs): RowLines {
  return row.map((text, i) => {
    const isLast = i === row.length - 1;
    const width = columns.slice(i, isLast ? undefined : i + 1).reduce((sum, column) => sum + column.width, 0);
    return wrap(drawable(text, glyphs), SMALL_SIZE, width - 2 * PADDING, glyphs);
  });
}

function slicesOf(lines: RowLines, most: number): RowLines[] {
  const tallest = Math.max(...lines.map((cell) => cell.length));
  const count = Math.ceil(tallest / most);
  return Array.from({ length: count }, (_, i) => lines.map((cell) => cell.slice(i * most, (i + 1) * most)));
}

function heightOf(lines: RowLines): number {
  return Math.max(1, ...lines.map((cell) => cell.length)) * lineHeight(CELL) + 2 * PADDING;
}

function layRow(flow: Flow, columns: readonly PlacedColumn[], lines: RowLines, style: typeof HEAD | typeof CELL): void {
  const top = flow.y + PADDING;
  const step = lineHeight(style);
  lines.forEach((cell, i) => {
    const column = columns[i];
    if (column) {
      flow.put(...cell.map((line, n) => cellLine(line, column, { ...style, top: top + n * step }, flow.glyphs)));
    }
  });
  flow.skip(heightOf(lines));
  flow.put(ruleAt(flow.y, style === HEAD ? 2 * RULE_POINTS : RULE_POINTS));
}

function cellLine(
  text: string,
  { x, width, align }: PlacedColumn,
  { top, ...style }: { top: number; size: number; bold?: boolean },
  glyphs: Glyphs,
): Mark {
  const left = align === 'right' ? x + width - PADDING - widthOf(text, style.size, glyphs) : x + PADDING;
  return lineAt(text, left, top, style);
}

function ruleAt(y: number, width: number): Mark {
  return { kind: 'line', from: { x: BODY.left, y }, to: { x: BODY.left + BODY.width, y }, width, colour: PALE };
}
