import type { Mark, Sheet } from './marks.js';
import type { Block, Paper } from './paper.js';
import { layPaper } from './paper.layout.js';
import type { Glyphs } from './text.rules.js';

const glyphs: Glyphs = { has: () => true, advance: (codePoint) => (codePoint >= 0x2000 ? 1 : 0.5) };

function paperOf(blocks: readonly Block[]): Paper {
  return { title: '借用单', number: 'JY-1', blocks, printedAt: new Date('2026-11-20T16:30:00Z'), language: 'zh' };
}

function lay(blocks: readonly Block[], banner?: string): Sheet[] {
  return layPaper(paperOf(blocks), { glyphs, signatures: new Map(), ...(banner !== undefined && { banner }) });
}

function textsOf(sheet: Sheet | undefined): string[] {
  return (sheet?.marks ?? []).flatMap((mark) => (mark.kind === 'text' ? [mark.text] : []));
}

const edgesOf = (mark: Mark): number[] => {
  if (mark.kind === 'text' || mark.kind === 'strokes') return [mark.y];
  if (mark.kind === 'line') return [mark.from.y, mark.to.y];
  const boxes = mark.kind === 'rectangles' ? mark.boxes : [mark.box];
  return boxes.flatMap(({ y, height }) => [y, y + height]);
};

const LONG_TABLE: Block = {
  kind: 'table',
  columns: [
    { title: '编号', share: 1 },
    { title: '名称', share: 2 },
    { title: '数量', share: 1, align: 'right' },
  ],
  rows: Array.from({ length: 200 }, (_, i) => [`R${i}`, '多参数水质检测仪', String(i)]),
};

describe('layout of documents', () => {
  it('repeats the head of a table on every page and loses no row', () => {
    const sheets = lay([LONG_TABLE]);
    expect(sheets.length).toBeGreaterThan(3);
    for (const sheet of sheets) expect(textsOf(sheet).filter((text) => text === '编号')).toHaveLength(1);
    const rows = sheets.flatMap(textsOf).filter((text) => /^R\d+$/.test(text));
    expect(rows).toEqual(Array.from({ length: 200 }, (_, i) => `R${i}`));
  });

  it('numbers the pages, and says when it was printed in China', () => {
    const sheets = lay([LONG_TABLE]);
    expect(textsOf(sheets[1])).toContain(`第 2 页　共 ${sheets.length} 页`);
    expect(textsOf(sheets[1]).join('\n')).toContain('打印时间 2026-11-21 00:30');
  });

  it('marks every page of a demonstration and none of a production', () => {
    for (const sheet of lay([LONG_TABLE], 'DEMO')) expect(textsOf(sheet)).toContain('DEMO');
    expect(lay([LONG_TABLE]).flatMap(textsOf)).not.toContain('DEMO');
  });

  it('carries a row that is higher than a page over to the next', () => {
    const words = '内容。'.repeat(3000);
    const sheets = lay([{ kind: 'table', columns: [{ title: '备注', share: 1 }], rows: [[words]] }]);
    expect(sheets.length).toBeGreaterThan(2);
    const joined = sheets.flatMap(textsOf).filter((text) => /^[内容。]+$/.test(text));
    expect(joined.join('')).toBe(words);
  });

  it('carries a fact that is higher than a page over to the next', () => {
    const value = '一'.repeat(6000);
    const sheets = lay([{ kind: 'facts', rows: [{ label: '说明', value }] }]);
    expect(
      sheets
        .flatMap(textsOf)
        .filter((text) => /^一+$/.test(text))
        .join(''),
    ).toBe(value);
  });

  it('keeps a row of signature boxes together', () => {
    const boxes = Array.from({ length: 30 }, (_, i) => ({ role: `签名${i}` }));
    const sheets = lay([{ kind: 'signatures', boxes }]);
    for (const sheet of sheets) {
      const frames = sheet.marks.filter((mark) => mark.kind === 'frame');
      expect(frames.length % 2).toBe(0);
    }
    expect(sheets.flatMap(textsOf).filter((text) => text.startsWith('签名'))).toHaveLength(30);
  });

  it('keeps a heading with what follows it', () => {
    const filler: Block = { kind: 'paragraph', text: Array.from({ length: 46 }, () => '行').join('\n') };
    const [first, second] = lay([filler, { kind: 'heading', text: '清单' }, { kind: 'paragraph', text: '正文' }]);
    expect(textsOf(first)).not.toContain('清单');
    expect(textsOf(second)).toEqual(expect.arrayContaining(['清单', '正文']));
  });

  it('leaves nothing beyond the edges of the page', () => {
    const blocks: Block[] = [LONG_TABLE, { kind: 'signatures', boxes: [{ role: '经手人' }] }];
    for (const { marks, height } of lay(blocks, 'DEMO')) {
      const edges = marks.flatMap(edgesOf);
      expect(Math.min(...edges)).toBeGreaterThan(0);
      expect(Math.max(...edges)).toBeLessThan(height);
    }
  });

  it('says that a table is empty', () => {
    const sheets = lay([{ kind: 'table', columns: [{ title: '编号', share: 1 }], rows: [], empty: '无' }]);
    expect(sheets.flatMap(textsOf)).toContain('无');
  });

  it('keeps a figure whole, with its caption below it, on the next page where this one is too full', () => {
    const line: Mark = { kind: 'line', from: { x: 0, y: 0 }, to: { x: 0, y: 300 }, width: 1 };
    const figure: Block = { kind: 'figure', width: 200, height: 300, marks: [line], caption: '示意图' };
    const filling: Block = { kind: 'paragraph', text: Array.from({ length: 40 }, () => '行').join('\n') };
    const sheets = lay([filling, figure]);
    expect(sheets).toHaveLength(2);
    expect(textsOf(sheets[0])).not.toContain('示意图');
    expect(textsOf(sheets[1])).toContain('示意图');
    const drawn = sheets[1]?.marks.find((mark) => mark.kind === 'line' && mark.to.y - mark.from.y === 300);
    expect(drawn && edgesOf(drawn)[1]).toBeLessThan(sheets[1]?.height ?? 0);
  });
});
