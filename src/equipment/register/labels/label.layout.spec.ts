import { type Glyphs, type Mark, widthOf } from '../../../platform/index.js';
import { areaOfSize, LABEL_SIZES, SHEET_FORMATS, SHEET_LAYOUTS } from './label.formats.js';
import { type LabelArea, labelMarks, type LabelText } from './label.layout.js';
import { areaOf } from './sheet.layout.js';

const glyphs: Glyphs = { has: () => true, advance: (codePoint) => (codePoint >= 0x2000 ? 1 : 0.56) };

const SHORT: LabelText = {
  assetCode: 'HB-UAV-0001',
  name: '无人机',
  unitName: '东光县人民检察院',
  serial: '1581F6Q8D241001234AB',
  url: 'https://skydocket.example.org/d/HB-UAV-0001',
};
const LONG: LabelText = {
  assetCode: 'HEBEI-SHIJIAZHUANG-CHANGAN-UAV-2026-0001',
  name: '便携式多参数水质检测仪（含电极、校准液及便携箱）（第二批集中采购）',
  unitName: '河北省张家口市察北管理区塞北管理区人民检察院派驻检察室',
  serial: 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ01',
  url: `https://skydocket.example.org/d/${'X'.repeat(40)}`,
};
const AREAS: [string, LabelArea][] = [
  ...LABEL_SIZES.map((size): [string, LabelArea] => [size, areaOfSize(size)]),
  ...SHEET_LAYOUTS.map((layout): [string, LabelArea] => [`sheet of ${layout}`, areaOf(SHEET_FORMATS[layout])]),
];

const textsOf = (marks: readonly Mark[]) => marks.flatMap((mark) => (mark.kind === 'text' ? [mark] : []));

describe.each(AREAS)('a label of %s', (_name, area) => {
  it.each([
    ['short', SHORT],
    ['long', LONG],
  ])('holds %s words inside its edges, the code whole', (_length, label) => {
    const marks = labelMarks(label, area, glyphs, 'DEMONSTRATION / 演示数据');
    for (const { text, x, y, size } of textsOf(marks)) {
      expect(x + widthOf(text, size, glyphs)).toBeLessThanOrEqual(area.width);
      expect([y - size * 0.86 >= 0, y <= area.height]).toEqual([true, true]);
    }
    const bold = textsOf(marks).filter(({ bold, colour }) => bold && !colour);
    expect(bold.map(({ text }) => text).join('')).toBe(label.assetCode);
  });

  it('keeps the QR code inside its edges and clear of the words', () => {
    const [code, ...words] = labelMarks(SHORT, area, glyphs);
    if (code?.kind !== 'rectangles') throw new Error('no code');
    const right = Math.max(...code.boxes.map(({ x, width }) => x + width));
    const bottom = Math.max(...code.boxes.map(({ y, height }) => y + height));
    expect(right).toBeLessThan(Math.min(...textsOf(words).map(({ x }) => x)));
    expect(bottom).toBeLessThan(area.height);
  });
});

describe('a label', () => {
  it('says code, name, serial and owner', () => {
    const words = textsOf(labelMarks(SHORT, areaOfSize('60x40'), glyphs)).map(({ text }) => text);
    expect(words.join('')).toBe('HB-UAV-0001无人机SN 1581F6Q8D241001234AB东光县人民检察院');
  });

  it('gives up the owner before the serial where the room ends', () => {
    const words = textsOf(labelMarks(LONG, areaOfSize('40x30'), glyphs)).map(({ text }) => text);
    expect(words.join('')).not.toContain('派驻检察室');
    expect(words.join('')).toContain('便携式');
  });

  it('leaves out the serial of what has none', () => {
    const words = textsOf(labelMarks({ ...SHORT, serial: null }, areaOfSize('60x40'), glyphs)).map(({ text }) => text);
    expect(words.join('')).toBe('HB-UAV-0001无人机东光县人民检察院');
  });
});
