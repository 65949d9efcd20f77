import { Readable } from 'node:stream';
import { chinaTimeOf, type SheetPlan } from '../../../../platform/index.js';
import type { StockTakeReport } from './report.paper.js';
import { REPORT_WORDS, type ReportLanguage } from './report.words.js';

const HEAD = [
  'assetCode',
  'name',
  'serial',
  'unit',
  'state',
  'holder',
  'dueAt',
  'scannedBy',
  'scannedAt',
  'reason',
  'note',
  'loss',
] as const;

/** One row for each expected device, then one for each thing that should not be there. */
export function reportSheet(report: StockTakeReport, language: ReportLanguage): SheetPlan {
  const { title, columns } = REPORT_WORDS[language];
  return {
    name: title,
    columns: HEAD.map((key) => ({ heading: columns[key], kind: 'text' })),
    rows: Readable.from(rowsOf(report, language)),
  };
}

function rowsOf({ items, unexpected }: StockTakeReport, language: ReportLanguage): (readonly string[])[] {
  const { items: states, reasons } = REPORT_WORDS[language];
  const minute = (instant: string | undefined) => (instant ? chinaTimeOf(new Date(instant)) : '');
  const name = (one: { nameZh: string; nameEn: string }) => (language === 'zh' ? one.nameZh : one.nameEn);
  // A listed device that should not be there stands with its scan, once.
  const expected = items
    .filter(({ state }) => state !== 'unexpected')
    .map((item) => [
      item.assetCode,
      name(item),
      item.serial ?? '',
      item.unitName,
      states[item.state],
      item.holder ? `${item.holder.name}（${item.holder.unitName}）` : '',
      minute(item.holder?.dueAt),
      item.scan?.scannedBy ?? '',
      minute(item.scan?.scannedAt),
      '',
      '',
      item.loss?.reason ?? '',
    ]);
  const surplus = unexpected.map(({ code, device, reason, note, scannedBy, scannedAt }) => [
    device?.assetCode ?? code,
    device ? name(device) : '',
    '',
    device?.unitName ?? '',
    states.unexpected,
    '',
    '',
    scannedBy.name,
    minute(scannedAt),
    reason ? reasons[reason] : '',
    note ?? '',
    '',
  ]);
  return [...expected, ...surplus];
}
