/** A text that rules rest on. */
export interface RuleText {
  readonly titleZh: string;
  readonly titleEn: string;
  readonly number: string;
  /** First day it is in force, in China. */
  readonly inForceFrom: string;
  /** Whether the wording itself was read; false: known from reports about it only, for counsel to confirm. */
  readonly read: boolean;
}

export const RULE_TEXTS = {
  order_761: {
    titleZh: '无人驾驶航空器飞行管理暂行条例',
    titleEn: 'Interim regulation on the flight of unmanned aircraft',
    number: '国务院、中央军委令第761号',
    inForceFrom: '2024-01-01',
    read: true,
  },
  gb_46761: {
    titleZh: '实名登记和激活的强制性国家标准',
    titleEn: 'Mandatory standard on registration and activation',
    number: 'GB 46761-2025',
    inForceFrom: '2026-05-01',
    read: false,
  },
  gb_46750: {
    titleZh: '运行识别的强制性国家标准',
    titleEn: 'Mandatory standard on operation identification',
    number: 'GB 46750-2025',
    inForceFrom: '2026-05-01',
    read: false,
  },
} as const satisfies Readonly<Record<string, RuleText>>;
export type RuleTextId = keyof typeof RULE_TEXTS;

/** The set of rules in force on a day: the same flight asked again later is judged by the set of its own day. */
export interface RuleSet {
  /** The month its law came into force, and which reading of that law these rules are. */
  readonly version: string;
  readonly inForceFrom: string;
  readonly texts: readonly RuleTextId[];
}

export const RULE_SETS: readonly RuleSet[] = [
  { version: '2024-01.2', inForceFrom: '2024-01-01', texts: ['order_761'] },
  { version: '2026-05.2', inForceFrom: '2026-05-01', texts: ['order_761', 'gb_46761', 'gb_46750'] },
];

/** The rules for a flight that begins on this day in China; the oldest set for any day before it. */
export function ruleSetOn(chinaDate: string): RuleSet {
  const set = RULE_SETS.findLast(({ inForceFrom }) => inForceFrom <= chinaDate) ?? RULE_SETS[0];
  if (!set) throw new Error('there is no set of rules');
  return set;
}
