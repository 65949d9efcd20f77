import {
  cut,
  drawable,
  fittingSize,
  type Glyphs,
  type Mark,
  millimetres,
  qrMark,
  WARNING,
  wrap,
} from '../../../platform/index.js';

export interface LabelText {
  /** The human code. */
  readonly assetCode: string;
  readonly name: string;
  readonly unitName: string;
  readonly serial: string | null;
  /** What the code leads to when it is scanned. */
  readonly url: string;
}

export interface LabelArea {
  readonly width: number;
  readonly height: number;
}

interface Line {
  readonly text: string;
  readonly size: number;
  readonly bold?: boolean;
  readonly colour?: string;
}

const PADDING = millimetres(1.2);
/** Beside the quiet zone, which the code brings along. */
const GAP = millimetres(0.5);
/** Of the width: the rest is for words. */
const CODE_SHARE = 0.48;
const LEADING = 1.22;
const BASE = 0.86;
const CODE_SIZES = [13, 12, 11, 10, 9, 8, 7, 6.5];
const TEXT_SIZES = [8.5, 8, 7.5, 7, 6.5, 6, 5.5, 5, 4.5];
const BANNER_SIZES = [5, 4.5, 4, 3.5];
const SMALLEST = 4.5;

/** One label from its upper left corner, in points. The code is always whole; of the words, first the unit gives way. */
export function labelMarks(label: LabelText, area: LabelArea, glyphs: Glyphs, banner?: string): Mark[] {
  const side = Math.min(area.height - 2 * PADDING, area.width * CODE_SHARE);
  const x = PADDING + side + GAP;
  const room = { width: area.width - x - PADDING, height: area.height - 2 * PADDING };
  const foot = bannerLine(banner, room.width, glyphs);
  const words = wordLines(label, { ...room, height: room.height - heightOf(foot) }, glyphs);
  const top = PADDING + Math.max(0, (room.height - heightOf(foot) - heightOf(words)) / 2);
  return [
    qrMark(label.url, { x: PADDING, y: (area.height - side) / 2, width: side, height: side }),
    ...stacked(words, x, top),
    ...stacked(foot, x, area.height - PADDING - heightOf(foot)),
  ];
}

function bannerLine(banner: string | undefined, width: number, glyphs: Glyphs): Line[] {
  if (!banner) return [];
  const size = fittingSize(banner, BANNER_SIZES, width, glyphs);
  return wrap(banner, size, width, glyphs).map((text) => ({ text, size, bold: true, colour: WARNING }));
}

/** The largest size at which everything fits; at the smallest, what does not fit goes, from the end. */
function wordLines(label: LabelText, room: LabelArea, glyphs: Glyphs): Line[] {
  for (const size of TEXT_SIZES) {
    const lines = linesAt(label, size, room.width, glyphs);
    if (heightOf(lines) <= room.height) return lines;
  }
  const lines = linesAt(label, SMALLEST, room.width, glyphs);
  while (lines.length > 1 && heightOf(lines) > room.height) lines.pop();
  return lines;
}

function linesAt(
  { assetCode, name, unitName, serial }: LabelText,
  size: number,
  width: number,
  glyphs: Glyphs,
): Line[] {
  const codeSize = fittingSize(
    assetCode,
    CODE_SIZES.filter((one) => one <= Math.max(size * 1.6, 6.5)),
    width,
    glyphs,
  );
  const lines = (text: string, most: number): Line[] => shortened(text, size, width, most, glyphs);
  return [
    ...wrap(assetCode, codeSize, width, glyphs).map((text) => ({ text, size: codeSize, bold: true })),
    ...lines(name, 2),
    ...(serial === null ? [] : serialLines(`SN ${serial}`, size, width, glyphs)),
    ...lines(unitName, 2),
  ];
}

/** A serial is read back by people: made smaller, then broken, never cut. */
function serialLines(text: string, size: number, width: number, glyphs: Glyphs): Line[] {
  const smaller = fittingSize(
    text,
    TEXT_SIZES.filter((one) => one <= size),
    width,
    glyphs,
  );
  return wrap(text, smaller, width, glyphs).map((line) => ({ text: line, size: smaller }));
}

function shortened(text: string, size: number, width: number, most: number, glyphs: Glyphs): Line[] {
  const lines = wrap(drawable(text, glyphs), size, width, glyphs);
  const kept =
    lines.length > most
      ? [...lines.slice(0, most - 1), cut(lines.slice(most - 1).join(''), size, width, glyphs)]
      : lines;
  return kept.map((line) => ({ text: line, size }));
}

function heightOf(lines: readonly Line[]): number {
  return lines.reduce((sum, { size }) => sum + size * LEADING, 0);
}

function stacked(lines: readonly Line[], x: number, top: number): Mark[] {
  let y = top;
  return lines.map((line) => {
    const mark = { kind: 'text' as const, ...line, x, y: y + line.size * BASE };
    y += line.size * LEADING;
    return mark;
  });
}
