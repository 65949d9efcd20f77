import { Readable } from 'node:stream';
import { ZipFile } from 'yazl';
import { columnLetters, startsFormula } from './cell.rules.js';
import { gathered } from './gathered.js';
import { serialOfIso } from './serial-date.rules.js';
import type { CellValue, ColumnKind, SheetPlan } from './sheet.js';

const DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006';
const FORMS = 'application/vnd.openxmlformats-officedocument.spreadsheetml';
const SHEET_PART = 'xl/worksheets/sheet1.xml';

/** Places in the list of styles below. */
const STYLE = { heading: 1, day: 2, text: 3, guardedText: 4 } as const;

const STYLES = `<styleSheet xmlns="${MAIN}"><numFmts count="1"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/></numFmts><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="5"><xf xfId="0"/><xf xfId="0" fontId="1" numFmtId="49" applyFont="1"/><xf xfId="0" numFmtId="164" applyNumberFormat="1"/><xf xfId="0" numFmtId="49" applyNumberFormat="1"/><xf xfId="0" numFmtId="49" applyNumberFormat="1" quotePrefix="1"/></cellXfs></styleSheet>`;

/** The table as a workbook; texts are of the type text, so that none of them is a formula. */
export function writeXlsx(plan: SheetPlan): Readable {
  const zip = new ZipFile();
  const sheet = Readable.from(gathered(sheetOf(plan)));
  for (const [name, content] of Object.entries(smallParts(plan.name)))
    zip.addBuffer(Buffer.from(DECLARATION + content), name);
  zip.addReadStream(sheet, SHEET_PART);
  zip.end();
  const output = zip.outputStream as Readable;
  zip.on('error', (error: Error) => output.destroy(error));
  output.once('close', () => sheet.destroy());
  return output;
}

function smallParts(name: string): Record<string, string> {
  return {
    '[Content_Types].xml': `<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${FORMS}.sheet.main+xml"/><Override PartName="/${SHEET_PART}" ContentType="${FORMS}.worksheet+xml"/><Override PartName="/xl/styles.xml" ContentType="${FORMS}.styles+xml"/></Types>`,
    '_rels/.rels': relations([['officeDocument', 'xl/workbook.xml']]),
    'xl/workbook.xml': `<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><sheets><sheet name="${escaped(sheetName(name))}" sheetId="1" r:id="rId1"/></sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': relations([
      ['worksheet', 'worksheets/sheet1.xml'],
      ['styles', 'styles.xml'],
    ]),
    'xl/styles.xml': STYLES,
  };
}

function relations(targets: readonly (readonly [type: string, target: string])[]): string {
  const list = targets.map(
    ([type, target], index) => `<Relationship Id="rId${index + 1}" Type="${OFFICE}/${type}" Target="${target}"/>`,
  );
  return `<Relationships xmlns="${PACKAGE}/relationships">${list.join('')}</Relationships>`;
}

async function* sheetOf({ banner, columns, rows }: SheetPlan): AsyncGenerator<string> {
  yield `${DECLARATION}<worksheet xmlns="${MAIN}"><sheetData>`;
  let number = 0;
  const heading = (texts: readonly string[]): string =>
    rowXml(
      (number += 1),
      texts.map((text) => textXml(text, STYLE.heading)),
    );
  if (banner !== undefined) yield heading([banner]);
  yield heading(columns.map((column) => column.heading));
  for await (const row of rows)
    yield rowXml(
      (number += 1),
      row.map((value, index) => cellXml(value, columns[index]?.kind ?? 'text')),
    );
  yield '</sheetData></worksheet>';
}

function rowXml(number: number, cells: readonly string[]): string {
  const placed = cells.map((cell, index) => cell && `<c r="${columnLetters(index + 1)}${number}"${cell}</c>`);
  return `<row r="${number}">${placed.join('')}</row>`;
}

/** What follows the place of a cell; nothing where there is no value. */
function cellXml(value: CellValue, kind: ColumnKind): string {
  if (value === null || value === '') return '';
  if (typeof value === 'number') return Number.isFinite(value) ? `><v>${value}</v>` : '';
  const serial = kind === 'date' ? serialOfIso(value) : undefined;
  if (serial !== undefined) return ` s="${STYLE.day}"><v>${serial}</v>`;
  return textXml(value, startsFormula(value) ? STYLE.guardedText : STYLE.text);
}

function textXml(text: string, style: number): string {
  return ` s="${style}" t="inlineStr"><is><t xml:space="preserve">${escaped(text)}</t></is>`;
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** Text for XML; what XML cannot hold, or would change, as `_x000B_`, and what only looks like that kept apart from it. */
export function escaped(text: string): string {
  return text
    .replace(/_(?=x[0-9A-Fa-f]{4}_)/g, '_x005F_')
    .replace(/[\p{Cc}\p{Surrogate}\uFFFE\uFFFF]/gu, (sign) => {
      if (sign === '\t' || sign === '\n') return sign;
      return `_x${sign.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}_`;
    })
    .replace(/[&<>"]/g, (sign) => ENTITIES[sign] ?? sign);
}

function sheetName(name: string): string {
  return name.replace(/[\\/?*[\]:]/g, ' ').slice(0, 31);
}
