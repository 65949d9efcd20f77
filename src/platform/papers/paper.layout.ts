import { chinaTimeOf } from '../clock/index.js';
import { layBlock, type Signatures } from './block.layout.js';
import { BODY, Flow, lineAt, lineHeight, MARGINS, SMALL_SIZE } from './flow.js';
import { A4, type Mark, millimetres, PALE, type Sheet, WARNING } from './marks.js';
import type { Paper, PaperLanguage } from './paper.js';
import { qrMark } from './qr.rules.js';
import { cut, drawable, type Glyphs, widthOf, wrap } from './text.rules.js';

const TITLE = { size: 18, bold: true } as const;
const ISSUER = { size: 11 } as const;
const SMALL = { size: SMALL_SIZE, colour: PALE } as const;
const BANNER = { size: 11, bold: true, colour: WARNING } as const;
const CODE_SIDE = millimetres(26);

/** What the layout needs beside the paper itself. */
export interface Setting {
  readonly glyphs: Glyphs;
  readonly signatures: Signatures;
  /** On every page, where the installation is a demonstration. */
  readonly banner?: string;
}

/** The pages of a document. Pure: the same input gives the same marks. */
export function layPaper(paper: Paper, { glyphs, signatures, banner }: Setting): Sheet[] {
  const flow = new Flow(glyphs);
  layTitle(flow, paper);
  for (const block of paper.blocks) layBlock(flow, block, signatures);
  const { pages } = flow;
  return pages.map((marks, i) => ({
    ...A4,
    marks: [
      ...bannerMarks(banner, glyphs),
      ...marks,
      ...footMarks(paper, { page: i + 1, pages: pages.length }, glyphs),
    ],
  }));
}

function layTitle(flow: Flow, { title, issuer, number, code }: Paper): void {
  const { glyphs } = flow;
  const width = code ? BODY.width - CODE_SIDE - millimetres(4) : BODY.width;
  const put = (text: string | undefined, style: typeof TITLE | typeof ISSUER | typeof SMALL) => {
    if (!text) return;
    for (const line of wrap(drawable(text, glyphs), style.size, width, glyphs)) {
      flow.put(lineAt(line, BODY.left, flow.y, style));
      flow.skip(lineHeight(style));
    }
  };
  put(title, TITLE);
  put(issuer, ISSUER);
  put(number, SMALL);
  if (code) layCode(flow, code);
  flow.skip(4);
  const [from, to] = [BODY.left, BODY.left + BODY.width].map((x) => ({ x, y: flow.y }));
  if (from && to) flow.put({ kind: 'line', from, to, width: 1 });
  flow.skip(8);
}

function layCode(flow: Flow, { text, caption }: NonNullable<Paper['code']>): void {
  const { glyphs } = flow;
  const x = BODY.left + BODY.width - CODE_SIDE;
  flow.put(qrMark(text, { x, y: MARGINS.top - 6, width: CODE_SIDE, height: CODE_SIDE }));
  const bottom = MARGINS.top - 6 + CODE_SIDE;
  if (caption) {
    const line = cut(drawable(caption, glyphs), SMALL_SIZE, CODE_SIDE, glyphs);
    flow.put(lineAt(line, x + (CODE_SIDE - widthOf(line, SMALL_SIZE, glyphs)) / 2, bottom - 6, SMALL));
  }
  flow.y = Math.max(flow.y, bottom + (caption ? lineHeight(SMALL) - 6 : 0));
}

/** Centred in the upper margin, in a frame. */
export function bannerMarks(banner: string | undefined, glyphs: Glyphs): Mark[] {
  if (!banner) return [];
  const width = widthOf(banner, BANNER.size, glyphs);
  const [x, top] = [(A4.width - width) / 2, millimetres(7)];
  const box = { x: x - 8, y: top - 2, width: width + 16, height: lineHeight(BANNER) + 4 };
  return [{ kind: 'frame', box, width: 1, colour: WARNING }, lineAt(banner, x, top, BANNER)];
}

function footMarks(paper: Paper, { page, pages }: { page: number; pages: number }, glyphs: Glyphs): Mark[] {
  const top = A4.height - millimetres(13);
  const count = pageCount(page, pages, paper.language);
  const room = BODY.width - widthOf(count, SMALL_SIZE, glyphs) - 12;
  const printed = `${paper.language === 'zh' ? '打印时间' : 'Printed'} ${chinaTimeOf(paper.printedAt)}`;
  const left = [paper.number, paper.title, printed].filter(Boolean).join('　');
  return [
    lineAt(cut(drawable(left, glyphs), SMALL_SIZE, room, glyphs), BODY.left, top, SMALL),
    lineAt(count, BODY.left + BODY.width - widthOf(count, SMALL_SIZE, glyphs), top, SMALL),
  ];
}

function pageCount(page: number, pages: number, language: PaperLanguage): string {
  return language === 'zh' ? `第 ${page} 页　共 ${pages} 页` : `Page ${page} of ${pages}`;
}
