import { describe, expect, it } from '@jest/globals';
import sharp from 'sharp';
import { loadConfig, type Paper, Papers } from '../../../src/platform/index.js';
import { fontsOf, HAS_POPPLER, infoOf, pictureOf, textOf } from '../../support/poppler.js';

const SECRET = 'postgres://nobody:geheim@localhost/x';

function papersIn(mode: 'demonstration' | 'production'): Papers {
  return new Papers(loadConfig({ SKYDOCKET_MODE: mode, DATABASE_URL: SECRET }));
}

async function drawnPicture(): Promise<string> {
  const [width, height] = [300, 120];
  const pixels = Buffer.alloc(width * height, 255);
  for (let x = 10; x < 290; x += 1) {
    const middle = Math.round(60 + 40 * Math.sin(x / 30));
    for (let y = middle - 2; y <= middle + 2; y += 1) pixels[y * width + x] = 0;
  }
  const png = await sharp(pixels, { raw: { width, height, channels: 1 } })
    .png()
    .toBuffer();
  return `data:image/png;base64,${png.toString('base64')}`;
}

async function loanSlip(): Promise<Paper> {
  return {
    title: '办案设备借用单',
    issuer: '河北省石家庄市长安区人民检察院',
    number: 'JY-2026-000123',
    code: { text: 'https://skydocket.example.org/d/HB-UAV-0001', caption: 'HB-UAV-0001' },
    printedAt: new Date('2026-11-20T16:30:00Z'),
    language: 'zh',
    blocks: [
      {
        kind: 'facts',
        columns: 2,
        rows: [
          { label: '借用人', value: '李喆堃' },
          { label: '所属单位', value: '河北省唐山市路北区人民检察院' },
          { label: '借用期限', value: '2026-11-21 09:00 至 2026-11-23 18:00' },
          { label: '用途', value: '对滦河沿岸疑似固体废物堆放点开展无人机巡查🚁' },
        ],
      },
      { kind: 'heading', text: '设备清单' },
      {
        kind: 'table',
        columns: [
          { title: '资产编号', share: 3 },
          { title: '名称', share: 4 },
          { title: '序列号', share: 4 },
          { title: '数量', share: 1, align: 'right' },
        ],
        rows: Array.from({ length: 45 }, (_, i) => [
          `HB-UAV-${String(i + 1).padStart(4, '0')}`,
          i % 3 === 0 ? '多参数水质检测仪（含电极、校准液及便携箱）' : '大疆 Matrice 4T',
          `1581F6Q8D24${1000 + i}`,
          String((i % 4) + 1),
        ]),
      },
      { kind: 'paragraph', text: '设备交接时双方应当面检查外观、电池、存储卡和固件版本。', small: true },
      {
        kind: 'signatures',
        boxes: [
          { role: '出借方经手人', name: '王玥', at: '2026-11-21 08:52', signature: await drawnPicture() },
          {
            role: '借用方经手人',
            name: '李喆堃',
            at: '2026-11-21 08:53',
            signature: 'M0 20 C20 -10 30 60 60 10 S90 30 120 5',
          },
          { role: '出借方盖章' },
          { role: '见证人', signature: 'data:image/png;base64,AAAA' },
        ],
      },
    ],
  };
}

describe('documents as PDF', () => {
  it('gives the same bytes for the same input, small enough to send', async () => {
    const [first, second] = [
      await papersIn('production').write(await loanSlip()),
      await papersIn('production').write(await loanSlip()),
    ];
    expect(first.equals(second)).toBe(true);
    expect(first.subarray(0, 8).toString('latin1')).toBe('%PDF-1.7');
    expect(first.length).toBeLessThan(150_000);
    const later = await papersIn('production').write({
      ...(await loanSlip()),
      printedAt: new Date('2026-11-20T16:31:00Z'),
    });
    expect(later.equals(first)).toBe(false);
  });

  it('draws a thousand rows quickly', async () => {
    const rows = Array.from({ length: 1000 }, (_, i) => [`HB-${i}`, '河北省石家庄市长安区人民检察院', '在库']);
    const columns = [1, 2, 1].map((share, i) => ({ title: `栏${i}`, share }));
    const startedAt = performance.now();
    await papersIn('production').write({ ...(await loanSlip()), blocks: [{ kind: 'table', columns, rows }] });
    expect(performance.now() - startedAt).toBeLessThan(5_000);
  });

  const inPoppler = HAS_POPPLER ? describe : describe.skip;
  inPoppler('as poppler reads them (skipped where poppler-utils is not installed)', () => {
    it('hold Chinese text that can be searched and copied, and a mark for what the font lacks', async () => {
      const text = textOf(await papersIn('production').write(await loanSlip())).replace(/\s/g, '');
      for (const words of [
        '办案设备借用单',
        '河北省石家庄市长安区人民检察院',
        '李喆堃',
        '巡查〓',
        '第1页',
        '共2页',
        '（签名无法显示）',
      ])
        expect(text).toContain(words);
      expect(text.match(/资产编号/g)).toHaveLength(2);
      expect(text.match(/HB-UAV-00\d\d/g)).toHaveLength(46);
      expect(text).not.toContain('演示数据');
    });

    it('carry the mark of a demonstration on every page', async () => {
      const text = textOf(await papersIn('demonstration').write(await loanSlip()));
      expect(text.match(/DEMONSTRATION \/ 演示数据/g)).toHaveLength(2);
    });

    it('embed one subset of the font, and tell no more than they should', async () => {
      const pdf = await papersIn('production').write(await loanSlip());
      expect(fontsOf(pdf)).toEqual([
        expect.stringMatching(/^[A-Z]{6}\+NotoSansSC-Regular +CID TrueType +Identity-H +yes yes yes/),
      ]);
      const info = infoOf(pdf);
      expect(info).toMatch(/Title: +办案设备借用单/);
      expect(info).toMatch(/Pages: +2/);
      expect(info).not.toMatch(/Author/);
      expect(pdf.includes('geheim')).toBe(false);
    });

    it('look like a document', async () => {
      const pdf = await papersIn('demonstration').write(await loanSlip());
      for (const page of [1, 2]) {
        const { width, height, channels } = await sharp(pictureOf(pdf, page)).metadata();
        expect([width, height, channels]).toEqual([910, 1287, 3]);
      }
      const { entropy } = await sharp(pictureOf(pdf, 1)).stats();
      expect(entropy).toBeGreaterThan(0.3);
    });
  });
});
