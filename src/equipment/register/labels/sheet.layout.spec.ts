import { A4, type Mark } from '../../../platform/index.js';
import { SHEET_FORMATS, SHEET_LAYOUTS } from './label.formats.js';
import { areaOf, cornerOf, layLabelSheets } from './sheet.layout.js';

const mark = (text: string): Mark => ({ kind: 'text', text, x: 0, y: 0, size: 1 });
const placed = (marks: readonly Mark[]) =>
  marks.flatMap((one) => (one.kind === 'text' ? [{ text: one.text, x: Math.round(one.x), y: Math.round(one.y) }] : []));

describe('sheets of labels', () => {
  it.each(SHEET_LAYOUTS)('of %s lie on the paper', (layout) => {
    const format = SHEET_FORMATS[layout];
    expect(format.columns * format.rows).toBe(Number(layout));
    const { width, height } = areaOf(format);
    const first = cornerOf(0, format);
    const last = cornerOf(Number(layout) - 1, format);
    expect(Math.min(first.x, first.y)).toBeGreaterThanOrEqual(-0.001);
    expect(last.x + width).toBeLessThanOrEqual(A4.width + 0.001);
    expect(last.y + height).toBeLessThanOrEqual(A4.height + 0.001);
  });

  it('fill row by row, from the position that is free, and go on at the first of the next sheet', () => {
    const format = SHEET_FORMATS['24'];
    const names = Array.from({ length: 5 }, (_, i) => `L${i}`);
    const [first, second] = layLabelSheets(names, format, { startAt: 22, cropMarks: false }, (name) => [mark(name)]);
    const { width, height } = areaOf(format);
    const at = (column: number, row: number) => ({
      x: Math.round(column * width),
      y: Math.round(cornerOf(0, format).y + row * height),
    });
    expect(placed(first?.marks ?? [])).toEqual([
      { text: 'L0', ...at(0, 7) },
      { text: 'L1', ...at(1, 7) },
      { text: 'L2', ...at(2, 7) },
    ]);
    expect(placed(second?.marks ?? [])).toEqual([
      { text: 'L3', ...at(0, 0) },
      { text: 'L4', ...at(1, 0) },
    ]);
  });

  it('need no second sheet when the first is exactly full', () => {
    const names = Array.from({ length: 24 }, () => 'L');
    const options = { startAt: 1, cropMarks: false };
    expect([...layLabelSheets(names, SHEET_FORMATS['24'], options, () => [])]).toHaveLength(1);
    expect([...layLabelSheets(names, SHEET_FORMATS['24'], { ...options, startAt: 2 }, () => [])]).toHaveLength(2);
  });

  it('show where to cut, within the paper', () => {
    const [sheet] = layLabelSheets(['L'], SHEET_FORMATS['21'], { startAt: 1, cropMarks: true }, () => []);
    const lines = (sheet?.marks ?? []).flatMap((one) => (one.kind === 'line' ? [one] : []));
    expect(lines).toHaveLength(4 * 8 * 2);
    for (const { from, to } of lines) {
      expect(Math.min(from.x, from.y)).toBeGreaterThanOrEqual(0);
      expect([to.x <= A4.width, to.y <= A4.height]).toEqual([true, true]);
    }
  });
});
