import { chinaMinute } from '../../../../platform/index.js';
import type { StockTakeReport } from './report.paper.js';
import { REPORT_WORDS, type ReportLanguage } from './report.words.js';

/** Without it spreadsheet programs take UTF-8 for the code page of the machine. */
const BYTE_ORDER_MARK = '\ufeff';
/** What spreadsheet programs take for the beginning of a formula (OWASP, CSV injection). */
const FORMULA = /^[=+\-@\t\r]/;

/** One row for each expected device, then one for each thing that should not be there. RFC 4180. */
export function reportCsv({ items, unexpected }: StockTakeReport, language: ReportLanguage): string {
  const { columns, items: states, reasons } = REPORT_WORDS[language];
  const head = [
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
  const minute = (instant: string | undefined) => (instant ? chinaMinute(new Date(instant)) : '');
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
  const rows = [head.map((key) => columns[key]), ...expected, ...surplus];
  return BYTE_ORDER_MARK + rows.map((row) => `${row.map(cell).join(',')}\r\n`).join('');
}

function cell(value: string): string {
  const harmless = FORMULA.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}
