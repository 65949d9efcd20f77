/** Widths of one font, in ems. */
export interface Glyphs {
  has(codePoint: number): boolean;
  advance(codePoint: number): number;
}

/** Stands for what the font does not have (GB/T 15834 has no sign for it; printers use the geta mark). */
export const MISSING = '〓';

/** Invisible by definition: joiners, direction and variation marks. */
const IGNORABLE = /\p{Default_Ignorable_Code_Point}/u;
const NO_LINE_START = /^[，。、；：？！）》」』】〕〉”’…—～·%,.;:?!)\]}]$/u;
const NO_LINE_END = /^[（《「『【〔〈“‘([{]$/u;
/** What is kept together in a line: letters and digits of scripts that write words with spaces. */
const WORD = /[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\p{N}_@#&/+=.,:%'-]+/u;
const PIECES = new RegExp(`\\n|[^\\S\\n]+|${WORD.source}|.`, 'gsu');

/** The text as it can be drawn: composed, one kind of line break, and a visible mark for each character without a glyph. */
export function drawable(text: string, glyphs: Glyphs): string {
  const composed = text.normalize('NFC').replace(/\r\n?|[\u2028\u2029]/g, '\n');
  return Array.from(composed, (character) => drawableCharacter(character, glyphs)).join('');
}

function drawableCharacter(character: string, glyphs: Glyphs): string {
  if (character === '\n') return character;
  if (/\p{Cc}/u.test(character)) return ' ';
  if (glyphs.has(character.codePointAt(0) ?? 0)) return character;
  if (/\s/u.test(character)) return ' ';
  return IGNORABLE.test(character) ? '' : MISSING;
}

/** In points, for drawable text without line breaks. */
export function widthOf(text: string, size: number, glyphs: Glyphs): number {
  let ems = 0;
  for (const character of text) ems += glyphs.advance(character.codePointAt(0) ?? 0);
  return ems * size;
}

/** Drawable text in lines no wider than `width` points. No line begins with a closing or ends with an opening sign. */
export function wrap(text: string, size: number, width: number, glyphs: Glyphs): string[] {
  return text.split('\n').flatMap((paragraph) => wrapParagraph(paragraph, size, width, glyphs));
}

function wrapParagraph(paragraph: string, size: number, width: number, glyphs: Glyphs): string[] {
  const lines: string[] = [];
  let line = '';
  for (const piece of piecesOf(paragraph)) {
    if (widthOf((line + piece).trimEnd(), size, glyphs) <= width) {
      line += piece;
      continue;
    }
    if (line.trim() !== '') lines.push(line.trimEnd());
    const [rest = '', ...full] = splitToFit(piece.trimStart(), size, width, glyphs).toReversed();
    lines.push(...full.toReversed());
    line = rest;
  }
  lines.push(line.trimEnd());
  return lines;
}

/** What stays together: a word, or one character with the signs that may not be parted from it. */
function piecesOf(paragraph: string): string[] {
  const pieces: string[] = [];
  let opening = '';
  for (const [piece] of paragraph.matchAll(PIECES)) {
    if (NO_LINE_END.test(piece)) opening += piece;
    else if (NO_LINE_START.test(piece) && opening === '' && pieces.length > 0)
      pieces.push((pieces.pop() ?? '') + piece);
    else {
      pieces.push(opening + piece);
      opening = '';
    }
  }
  return opening === '' ? pieces : [...pieces, opening];
}

/** At least one character a line, so that any width ends. */
function splitToFit(piece: string, size: number, width: number, glyphs: Glyphs): string[] {
  const parts: string[] = [];
  let part = '';
  for (const character of piece) {
    if (part !== '' && widthOf(part + character, size, glyphs) > width) {
      parts.push(part);
      part = '';
    }
    part += character;
  }
  return [...parts, part];
}

/** One line no wider than `width`: cut, with an ellipsis, where it would be. */
export function cut(text: string, size: number, width: number, glyphs: Glyphs): string {
  const line = text.replaceAll('\n', ' ');
  if (widthOf(line, size, glyphs) <= width) return line;
  const room = width - widthOf('…', size, glyphs);
  let kept = '';
  for (const character of line) {
    if (widthOf(kept + character, size, glyphs) > room) break;
    kept += character;
  }
  return `${kept}…`;
}

/** The largest of the sizes in which the line fits, else the smallest. */
export function fittingSize(text: string, sizes: readonly number[], width: number, glyphs: Glyphs): number {
  const descending = [...sizes].sort((a, b) => b - a);
  return descending.find((size) => widthOf(text, size, glyphs) <= width) ?? descending.at(-1) ?? 0;
}
