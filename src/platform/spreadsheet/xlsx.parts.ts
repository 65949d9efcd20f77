import { posix } from 'node:path';
import { moreThan } from '../errors/index.js';
import { LONGEST_CELL } from './sheet.js';
import { type DaySystem, isDayFormat } from './serial-date.rules.js';
import { SpreadsheetErrors } from './spreadsheet.errors.js';
import { hear, heard } from './xml.js';
import type { XlsxPackage } from './xlsx.package.js';

/** Everything that the cells of the sheet refer to. */
export interface Workbook {
  /** The part of the first sheet that is not hidden. */
  readonly sheet: string;
  readonly daySystem: DaySystem;
  /** By the style of a cell: whether its number is a day. */
  readonly dayStyles: readonly boolean[];
  readonly strings: readonly string[];
}

const FALLBACK = 'xl/workbook.xml';
const MOST_STRINGS = 2_000_000;

export async function openWorkbook(parts: XlsxPackage): Promise<Workbook> {
  const path = (await targetsOf(parts, '')).find(({ type }) => type === 'officeDocument')?.path ?? FALLBACK;
  const targets = await targetsOf(parts, path);
  const { sheets, daySystem } = await outlineOf(parts, path);
  const shown = sheets.find(({ hidden }) => !hidden) ?? sheets[0];
  const sheet = targets.find(({ id }) => id === shown?.relation)?.path;
  if (sheet === undefined) throw SpreadsheetErrors.SPREADSHEET_UNREADABLE({ reason: 'there is no sheet' });
  const partOf = (type: string): string | undefined => targets.find((target) => target.type === type)?.path;
  return {
    sheet,
    daySystem,
    dayStyles: await dayStylesOf(parts, partOf('styles')),
    strings: await stringsOf(parts, partOf('sharedStrings')),
  };
}

interface Target {
  readonly id: string;
  /** The last word of the relation's type. */
  readonly type: string;
  readonly path: string;
}

async function targetsOf(parts: XlsxPackage, of: string): Promise<Target[]> {
  const folder = posix.dirname(of);
  const list = posix.join(folder, '_rels', `${posix.basename(of)}.rels`);
  const targets: Target[] = [];
  if (!parts.has(list)) return targets;
  await hear(await parts.read(list), {
    open: (name, { Id = '', Type = '', Target = '', TargetMode }) => {
      if (name !== 'Relationship' || TargetMode === 'External') return;
      const path = Target.startsWith('/') ? Target.slice(1) : posix.join(folder, Target);
      targets.push({ id: Id, type: Type.split('/').at(-1) ?? '', path });
    },
  });
  return targets;
}

async function outlineOf(parts: XlsxPackage, path: string) {
  const sheets: { relation: string; hidden: boolean }[] = [];
  let daySystem: DaySystem = 1900;
  await hear(await parts.read(path), {
    open: (name, attributes) => {
      if (name === 'workbookPr' && isTrue(attributes['date1904'])) daySystem = 1904;
      if (name !== 'sheet') return;
      const relation = Object.entries(attributes).find(([key]) => key.endsWith(':id'))?.[1] ?? '';
      sheets.push({ relation, hidden: (attributes['state'] ?? 'visible') !== 'visible' });
    },
  });
  return { sheets, daySystem };
}

async function dayStylesOf(parts: XlsxPackage, path: string | undefined): Promise<boolean[]> {
  if (path === undefined || !parts.has(path)) return [];
  const codes = new Map<number, string>();
  const formats: number[] = [];
  let inCells = false;
  await hear(await parts.read(path), {
    open: (name, attributes) => {
      if (name === 'numFmt') codes.set(Number(attributes['numFmtId']), attributes['formatCode'] ?? '');
      if (name === 'cellXfs') inCells = true;
      if (name === 'xf' && inCells) formats.push(Number(attributes['numFmtId'] ?? 0));
    },
    close: (name) => {
      if (name === 'cellXfs') inCells = false;
    },
  });
  return formats.map((id) => isDayFormat(id, codes.get(id)));
}

async function stringsOf(parts: XlsxPackage, path: string | undefined): Promise<string[]> {
  if (path === undefined || !parts.has(path)) return [];
  const strings: string[] = [];
  const runs = new TextRuns('si', (text) => strings.push(text));
  for await (const _ of heard(await parts.read(path), runs)) {
    if (strings.length > MOST_STRINGS) throw SpreadsheetErrors.SPREADSHEET_TOO_LARGE(moreThan(MOST_STRINGS, 'texts'));
  }
  return strings;
}

/** Texts that may be cut into runs of different looks; how they are pronounced is left out. */
class TextRuns {
  private runs = '';
  private reading = false;
  private aside = false;

  constructor(
    private readonly element: string,
    private readonly found: (text: string) => void,
  ) {}

  open(name: string): void {
    if (name === this.element) this.runs = '';
    if (name === 'rPh') this.aside = true;
    if (name === 't') this.reading = !this.aside;
  }

  text(text: string): void {
    if (this.reading) this.runs += text;
    if (this.runs.length > LONGEST_CELL * 8)
      throw SpreadsheetErrors.SPREADSHEET_TOO_LARGE(moreThan(LONGEST_CELL, 'characters in a cell'));
  }

  close(name: string): void {
    if (name === 't') this.reading = false;
    if (name === 'rPh') this.aside = false;
    if (name === this.element) this.found(unescaped(this.runs));
  }
}

/** Characters that XML cannot hold are written as `_x000B_` (ECMA-376 part 1, 22.9.2.19). */
export function unescaped(text: string): string {
  return text.replace(/_x([0-9A-Fa-f]{4})_/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}

export function isTrue(flag: string | undefined): boolean {
  return flag === '1' || flag === 'true';
}
