import { setImmediate } from 'node:timers/promises';
import PdfKit from 'pdfkit';
import type { Mark, Sheet } from './marks.js';
import { INK } from './marks.js';
import type { PaperLanguage } from './paper.js';
import type { PrintFont } from './print.font.js';

export interface PdfInfo {
  readonly title: string;
  readonly printedAt: Date;
  readonly language: PaperLanguage;
}

const MAKER = 'Skydocket';
/** Thickness of the outline that makes a letter bold, in ems. */
const BOLD_STROKE = 0.035;
const LANGUAGE_TAGS = { zh: 'zh-CN', en: 'en' } as const;

type Document = InstanceType<typeof PdfKit>;

/**
 * Sheets as one PDF with the used glyphs embedded. The same sheets and info give the same bytes.
 * Other work gets its turn after each sheet.
 */
export async function writePdf(sheets: Iterable<Sheet>, info: PdfInfo, font: PrintFont): Promise<Buffer> {
  const document = open(info, font);
  const bytes = collected(document);
  for (const { width, height, marks } of sheets) {
    document.addPage({ size: [width, height], margin: 0 });
    for (const mark of marks) draw(document, mark);
    await setImmediate();
  }
  document.end();
  return bytes;
}

function collected(document: Document): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    document.on('data', (chunk: Buffer) => chunks.push(chunk));
    document.on('end', () => resolve(Buffer.concat(chunks)));
    document.on('error', reject);
  });
}

function open({ title, printedAt, language }: PdfInfo, font: PrintFont): Document {
  const document = new PdfKit({
    autoFirstPage: false,
    pdfVersion: '1.7',
    lang: LANGUAGE_TAGS[language],
    displayTitle: true,
    info: { Title: title, Creator: MAKER, Producer: MAKER, CreationDate: printedAt },
  });
  return document.font(font.bytes);
}

function draw(document: Document, mark: Mark): void {
  switch (mark.kind) {
    case 'text':
      drawText(document, mark);
      break;
    case 'line':
      drawLine(document, mark);
      break;
    case 'rectangles':
      for (const { x, y, width, height } of mark.boxes) document.rect(x, y, width, height);
      document.fill(mark.colour ?? INK);
      break;
    case 'frame': {
      const { x, y, width, height } = mark.box;
      document
        .lineWidth(mark.width)
        .rect(x, y, width, height)
        .stroke(mark.colour ?? INK);
      break;
    }
    case 'strokes':
      drawStrokes(document, mark);
      break;
    case 'image': {
      const { x, y, width, height } = mark.box;
      document.image(mark.bytes, x, y, { fit: [width, height], align: 'center', valign: 'center' });
      break;
    }
  }
}

function drawText(document: Document, { text, x, y, size, bold, colour = INK }: Extract<Mark, { kind: 'text' }>): void {
  if (text === '') return;
  document.fontSize(size).fillColor(colour);
  if (bold) document.strokeColor(colour).lineWidth(size * BOLD_STROKE);
  document.text(text, x, y, { lineBreak: false, baseline: 'alphabetic', fill: true, stroke: bold === true });
}

function drawLine(document: Document, mark: Extract<Mark, { kind: 'line' }>): void {
  const { from, to, width, dashed, colour = INK } = mark;
  document.save().lineWidth(width).strokeColor(colour);
  if (dashed) document.dash(3, { space: 2 });
  document.moveTo(from.x, from.y).lineTo(to.x, to.y).stroke().restore();
}

function drawStrokes(document: Document, { path, x, y, scale, width }: Extract<Mark, { kind: 'strokes' }>): void {
  document
    .save()
    .translate(x, y)
    .scale(scale)
    .lineWidth(width / scale)
    .lineCap('round')
    .lineJoin('round');
  document.path(path).stroke(INK).restore();
}
