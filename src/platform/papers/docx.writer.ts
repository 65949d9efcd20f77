import type * as Docx from 'docx';
import { chinaTimeOf } from '../clock/index.js';
import type { Block, Paper, TableBlock } from './paper.js';
import { drawnOf } from './signature.rules.js';

type Library = typeof Docx;
type Part = Docx.Paragraph | Docx.Table;

const MAKER = 'Skydocket';
const FONT = '宋体';
const LANGUAGES = { zh: { value: 'zh-CN', eastAsia: 'zh-CN' }, en: { value: 'en-GB', eastAsia: 'zh-CN' } } as const;
const BODY_HALF_POINTS = 21;
const TITLE_HALF_POINTS = 36;
const SMALL_HALF_POINTS = 18;
/** Between the margins of an upright A4 page, in twentieths of a point. */
const TEXT_WIDTH = 9_026;

/**
 * The same document for a text processor, to be gone on with: blocks in their order, without the layout of the PDF. The
 * file names no author, and says what it is on every page where it is a demonstration.
 */
export async function writeDocx(paper: Paper, banner: string | undefined): Promise<Buffer> {
  const docx = await import('docx');
  const heading = [
    ...line(docx, paper.issuer, { size: BODY_HALF_POINTS, center: true }),
    ...line(docx, paper.title, { size: TITLE_HALF_POINTS, center: true, bold: true }),
    ...line(docx, paper.number, { size: BODY_HALF_POINTS, center: true }),
  ];
  const document = new docx.Document({
    creator: MAKER,
    lastModifiedBy: MAKER,
    title: paper.title,
    styles: {
      default: { document: { run: { font: FONT, size: BODY_HALF_POINTS, language: LANGUAGES[paper.language] } } },
    },
    sections: [
      {
        headers: {
          default: new docx.Header({ children: line(docx, banner, { size: SMALL_HALF_POINTS, center: true }) }),
        },
        footers: { default: new docx.Footer({ children: [pageFoot(docx, paper)] }) },
        children: [...heading, ...paper.blocks.flatMap((block) => parts(docx, block))],
      },
    ],
  });
  return docx.Packer.toBuffer(document);
}

function parts(docx: Library, block: Block): Part[] {
  if (block.kind === 'heading') return line(docx, block.text, { size: BODY_HALF_POINTS + 3, bold: true });
  if (block.kind === 'paragraph')
    return line(docx, block.text, { size: block.small ? SMALL_HALF_POINTS : BODY_HALF_POINTS });
  if (block.kind === 'facts')
    return [
      table(
        docx,
        [],
        block.rows.map(({ label, value }) => [label, value]),
        [1, 3],
      ),
    ];
  if (block.kind === 'table') return [tableOf(docx, block)];
  if (block.kind === 'figure') return line(docx, block.caption, { size: SMALL_HALF_POINTS });
  const rows = block.boxes.map(({ role, name = '', at = '', signature }) => [role, name, at, signed(signature)]);
  return [table(docx, [], rows, [3, 2, 2, 2])];
}

function tableOf(docx: Library, { columns, rows, empty }: TableBlock): Docx.Table {
  const titles = columns.map(({ title }) => title);
  const shares = columns.map(({ share }) => share);
  const shown = rows.length > 0 ? rows : [[empty ?? '', ...titles.slice(1).map(() => '')]];
  return table(docx, titles, shown, shares);
}

/** Widths are absolute, also in the grid: several text processors take the grid's word and nothing of percentages. */
function table(
  docx: Library,
  titles: readonly string[],
  rows: readonly (readonly string[])[],
  shares: readonly number[],
): Docx.Table {
  const whole = shares.reduce((sum, share) => sum + share, 0);
  const widths = shares.map((share) => Math.floor((share / whole) * TEXT_WIDTH));
  const cell = (text: string, column: number, bold = false) =>
    new docx.TableCell({
      width: { size: widths[column] ?? 0, type: docx.WidthType.DXA },
      children: text.split('\n').map((row) => paragraph(docx, row, { size: BODY_HALF_POINTS, bold })),
    });
  const head = new docx.TableRow({ tableHeader: true, children: titles.map((title, nth) => cell(title, nth, true)) });
  const body = rows.map((row) => new docx.TableRow({ children: row.map((text, nth) => cell(text, nth)) }));
  const width = { size: widths.reduce((sum, each) => sum + each, 0), type: docx.WidthType.DXA };
  return new docx.Table({
    width,
    columnWidths: widths,
    layout: docx.TableLayoutType.FIXED,
    rows: titles.length > 0 ? [head, ...body] : body,
  });
}

/** A drawing stays with the PDF: here stands only that there is one. */
function signed(signature: string | null | undefined): string {
  if (!signature) return '';
  const drawn = drawnOf(signature);
  return drawn.kind === 'words' ? drawn.text : '（已签名）';
}

interface Style {
  readonly size: number;
  readonly bold?: boolean;
  readonly center?: boolean;
}

function line(docx: Library, text: string | undefined, style: Style): Docx.Paragraph[] {
  return text === undefined ? [] : text.split('\n').map((row) => paragraph(docx, row, style));
}

function paragraph(docx: Library, text: string, { size, bold = false, center = false }: Style): Docx.Paragraph {
  return new docx.Paragraph({
    ...(center && { alignment: docx.AlignmentType.CENTER }),
    children: [new docx.TextRun({ text, size, bold, font: FONT })],
  });
}

function pageFoot(docx: Library, { printedAt, language }: Paper): Docx.Paragraph {
  const printed = `${language === 'zh' ? '生成时间' : 'Made'} ${chinaTimeOf(printedAt)}  `;
  return new docx.Paragraph({
    alignment: docx.AlignmentType.CENTER,
    children: [
      new docx.TextRun({
        size: SMALL_HALF_POINTS,
        children: [printed, docx.PageNumber.CURRENT, ' / ', docx.PageNumber.TOTAL_PAGES],
      }),
    ],
  });
}
