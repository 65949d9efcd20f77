import { cut, drawable, fittingSize, type Glyphs, MISSING, widthOf, wrap } from './text.rules.js';

/** Chinese signs one em wide, everything else half; no emoji, no tail of the alphabet. */
const glyphs: Glyphs = {
  has: (codePoint) => codePoint < 0x10000 && codePoint !== 'z'.codePointAt(0),
  advance: (codePoint) => (codePoint >= 0x2000 ? 1 : 0.5),
};

describe('text on paper', () => {
  it('shows a mark for each character without a glyph and drops none', () => {
    expect(drawable('无人机🚁号z', glyphs)).toBe(`无人机${MISSING}号${MISSING}`);
  });

  it('composes accents, keeps line breaks, and turns control characters into blanks', () => {
    expect(drawable('e\u0301\r\na\u0007b\tc\u2028d', glyphs)).toBe('é\na b c\nd');
  });

  it('leaves out what has no shape where the font lacks it', () => {
    const none: Glyphs = { ...glyphs, has: (codePoint) => codePoint < 0x200b };
    expect(drawable('a\u200bb\u202ec\ufe0f', none)).toBe('abc');
  });

  it('measures by the widths of the font', () => {
    expect(widthOf('无人a1', 10, glyphs)).toBe(30);
  });

  it('fills lines by characters where the script has no spaces', () => {
    expect(wrap('一二三四五六七', 10, 30, glyphs)).toEqual(['一二三', '四五六', '七']);
  });

  it('begins no line with a closing sign and ends none with an opening one', () => {
    expect(wrap('一二三，四五', 10, 30, glyphs)).toEqual(['一二', '三，四', '五']);
    expect(wrap('一二（三四）', 10, 30, glyphs)).toEqual(['一二', '（三', '四）']);
  });

  it('keeps words and codes whole, and splits only what no line can hold', () => {
    expect(wrap('设备HB-01号', 10, 30, glyphs)).toEqual(['设备', 'HB-01', '号']);
    expect(wrap('SN12345678', 10, 20, glyphs)).toEqual(['SN12', '3456', '78']);
    expect(wrap('fix the kit', 10, 30, glyphs)).toEqual(['fix', 'the', 'kit']);
  });

  it('keeps the breaks and empty lines that were written', () => {
    expect(wrap('一\n\n二', 10, 30, glyphs)).toEqual(['一', '', '二']);
  });

  it('ends with any width, also one narrower than a character', () => {
    expect(wrap('一二', 10, 3, glyphs)).toEqual(['一', '二']);
  });

  it('cuts with an ellipsis exactly where the line is too long', () => {
    expect(cut('一二三', 10, 30, glyphs)).toBe('一二三');
    expect(cut('一二三四', 10, 30, glyphs)).toBe('一二…');
  });

  it('takes the largest size that fits, else the smallest', () => {
    expect(fittingSize('一二三', [6, 8, 10], 25, glyphs)).toBe(8);
    expect(fittingSize('一二三四五六', [6, 8, 10], 25, glyphs)).toBe(6);
  });
});
