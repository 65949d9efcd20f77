import type { LedgerLanguage } from './ledger.fields.js';

/** What codes are called in a spreadsheet. */
const WORDS: Readonly<Record<string, Readonly<Record<string, Readonly<Record<LedgerLanguage, string>>>>>> = {
  state: {
    in_service: { zh: '在用', en: 'In service' },
    quarantined: { zh: '停用待查', en: 'Quarantined' },
    maintenance: { zh: '维修保养', en: 'Maintenance' },
    lost: { zh: '遗失', en: 'Lost' },
    retired: { zh: '报废', en: 'Retired' },
  },
  linkKind: {
    live: { zh: '实时', en: 'Live' },
    import: { zh: '文件导入', en: 'Files' },
    none: { zh: '不接入', en: 'None' },
  },
  droneClass: {
    micro: { zh: '微型', en: 'Micro' },
    light: { zh: '轻型', en: 'Light' },
    small: { zh: '小型', en: 'Small' },
    medium: { zh: '中型', en: 'Medium' },
    large: { zh: '大型', en: 'Large' },
  },
  reportsIdentity: {
    yes: { zh: '是', en: 'Yes' },
    no: { zh: '否', en: 'No' },
  },
  loanScope: {
    own_unit: { zh: '本单位', en: 'Own unit' },
    same_city: { zh: '全市', en: 'Same city' },
    whole_province: { zh: '全省', en: 'Whole province' },
  },
  loanApproval: {
    none: { zh: '无需审批', en: 'None' },
    other_units: { zh: '外单位须审批', en: 'For other units' },
  },
};

export const FLAGS: Readonly<Record<'true' | 'false', Readonly<Record<LedgerLanguage, string>>>> = {
  true: { zh: '是', en: 'Yes' },
  false: { zh: '否', en: 'No' },
};

export function wordFor(field: string, code: string, language: LedgerLanguage): string {
  return WORDS[field]?.[code]?.[language] ?? code;
}

/** The code that a cell means, by itself or by its word in either language. */
export function codeFor(field: string, choices: readonly string[], text: string): string | undefined {
  const wanted = text.trim().toLowerCase();
  return choices.find((code) =>
    [code, wordFor(field, code, 'zh'), wordFor(field, code, 'en')].some((word) => word.toLowerCase() === wanted),
  );
}

export function flagFor(text: string): boolean | undefined {
  const wanted = text.trim().toLowerCase();
  if (['true', '1', '是', '有', 'yes', 'y', '√'].includes(wanted)) return true;
  return ['false', '0', '否', '无', 'no', 'n', '×'].includes(wanted) ? false : undefined;
}
