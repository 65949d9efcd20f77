import { type Box, INK, type Mark, type Sheet } from './marks.js';
import type { PrintFont } from './print.font.js';

const POINTS_PER_MILLIMETRE = 72 / 25.4;
const BOLD_STROKE = 0.035;

/**
 * A sheet as SVG with letters as outlines: it looks the same where the font is not installed.
 * @param unit of the outer size: millimetres for paper; points where a renderer brings its own resolution
 */
export function writeSvg({ width, height, marks }: Sheet, font: PrintFont, unit: 'mm' | '' = 'mm'): string {
  const size = (points: number) => `${number(unit === 'mm' ? points / POINTS_PER_MILLIMETRE : points)}${unit}`;
  const view = `0 0 ${number(width)} ${number(height)}`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${size(width)}" height="${size(height)}" viewBox="${view}">`,
    `<rect width="100%" height="100%" fill="#ffffff"/>`,
    ...marks.map((mark) => elementOf(mark, font)),
    '</svg>',
    '',
  ].join('\n');
}

function elementOf(mark: Mark, font: PrintFont): string {
  if (mark.kind === 'text') return textElement(mark, font);
  const colour = ('colour' in mark && mark.colour) || INK;
  if (mark.kind === 'line') {
    const { from, to, width, dashed } = mark;
    const dashes = dashed ? ' stroke-dasharray="3 2"' : '';
    return `<path d="M${pair(from.x, from.y)}L${pair(to.x, to.y)}" stroke="${colour}" stroke-width="${number(width)}"${dashes}/>`;
  }
  if (mark.kind === 'rectangles') {
    const path = mark.boxes.map(outlineOf).join('');
    return `<path d="${path}" fill="${colour}" shape-rendering="crispEdges"/>`;
  }
  if (mark.kind === 'frame') {
    return `<path d="${outlineOf(mark.box)}" fill="none" stroke="${colour}" stroke-width="${number(mark.width)}"/>`;
  }
  throw new Error(`a ${mark.kind} mark has no place on a sheet that becomes SVG`);
}

function outlineOf({ x, y, width, height }: Box): string {
  return `M${pair(x, y)}h${number(width)}v${number(height)}h${number(-width)}z`;
}

function textElement(
  { text, x, y, size, bold, colour = INK }: Extract<Mark, { kind: 'text' }>,
  font: PrintFont,
): string {
  let ems = 0;
  const outlines = Array.from(text, (character) => {
    const codePoint = character.codePointAt(0) ?? 0;
    const outline = font.outline(codePoint);
    const placed = outline === '' ? '' : `<path transform="translate(${number(ems)})" d="${outline}"/>`;
    ems += font.advance(codePoint);
    return placed;
  });
  const stroke = bold ? ` stroke="${colour}" stroke-width="${BOLD_STROKE}"` : '';
  return `<g transform="translate(${pair(x, y)}) scale(${number(size)} ${number(-size)})" fill="${colour}"${stroke}>${outlines.join('')}</g>`;
}

function pair(x: number, y: number): string {
  return `${number(x)} ${number(y)}`;
}

function number(value: number): string {
  return String(Math.round(value * 1000) / 1000);
}
