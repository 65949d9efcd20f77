import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliDecompressSync } from 'node:zlib';
import { create, type Font } from 'fontkit';
import { PROJECT_ROOT } from '../version.js';
import type { Glyphs } from './text.rules.js';

const FILE = join(PROJECT_ROOT, 'resources', 'fonts', 'noto-sans-sc.subset.ttf.br');

/** The font of everything printed; see resources/fonts/NOTICE. */
export class PrintFont implements Glyphs {
  private readonly font: Font;
  private readonly advances = new Map<number, number>();

  constructor(readonly bytes: Buffer) {
    const font = create(bytes);
    if ('fonts' in font) throw new Error('a collection of fonts is not a font');
    this.font = font;
  }

  has(codePoint: number): boolean {
    return this.font.hasGlyphForCodePoint(codePoint);
  }

  advance(codePoint: number): number {
    const known = this.advances.get(codePoint);
    if (known !== undefined) return known;
    const ems = this.font.glyphForCodePoint(codePoint).advanceWidth / this.font.unitsPerEm;
    this.advances.set(codePoint, ems);
    return ems;
  }

  /** The outline as SVG path data in ems, y upward. */
  outline(codePoint: number): string {
    return this.font
      .glyphForCodePoint(codePoint)
      .path.scale(1 / this.font.unitsPerEm)
      .toSVG();
  }
}

let shared: PrintFont | undefined;

/** Unpacked at the first document, then kept. */
export function printFont(): PrintFont {
  shared ??= new PrintFont(brotliDecompressSync(readFileSync(FILE)));
  return shared;
}
