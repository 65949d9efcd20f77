import type { Role } from '../../identity/index.js';
import type { CardState } from '../lending/media/media.rules.js';

const CANGZHOU = '130900';
const HANDAN = '130400';
const PROVINCE = '130000';

/** A device of the demonstration by its kind and the adcode of its owner. */
export interface DemoDeviceName {
  readonly kind: string;
  readonly owner: string;
}

/** A device that somebody has; hours count from the first start. */
export interface DemoOut extends DemoDeviceName {
  readonly role: Role;
  readonly outHour: number;
  readonly dueHour: number;
  readonly purpose: string;
  readonly condition: string;
  readonly batteryPercent: number | null;
}

export const DEMO_OUTS: readonly DemoOut[] = [
  {
    kind: 'matrice-300',
    owner: CANGZHOU,
    role: 'field_officer',
    outHour: -3,
    dueHour: 45,
    purpose: '运河沿线倾倒点航测',
    condition: '外观完好，配件齐全',
    batteryPercent: 96,
  },
  {
    kind: 'matrice-4',
    owner: HANDAN,
    role: 'field_officer',
    outHour: -20,
    dueHour: 28,
    purpose: '采石场扬尘巡查',
    condition: '外观完好',
    batteryPercent: 88,
  },
  {
    kind: 'airborne-water-sampler',
    owner: CANGZHOU,
    role: 'field_officer',
    outHour: -76,
    dueHour: -4,
    purpose: '水库进水口采样',
    condition: '采样瓶4只',
    batteryPercent: null,
  },
];

/** Instruments that a tester of 献县 had out for a day's tests and handed back; hours count from the first start. */
export const DEMO_TESTS = {
  borrower: '130929',
  outHour: -52,
  backHour: -46,
  purpose: '子牙河献县段水质快检',
  instruments: [
    { kind: 'water-multi-parameter', owner: CANGZHOU, kitCode: null },
    { kind: 'water-photometer', owner: CANGZHOU, kitCode: 'cod-vials' },
  ],
  vials: 5,
} as const;

/** One loan that left its owner yesterday and has not arrived. */
export const DEMO_LOAN = {
  kind: 'handheld-raman',
  owner: PROVINCE,
  borrower: HANDAN,
  purpose: '校园周边食品快检',
  preparedHour: -30,
  dispatchedHour: -26,
  seenHour: -5,
  fromHour: 20,
  toHour: 92,
  carrier: '演示物流',
  waybill: 'DEMO-2026-0001',
} as const;

/** One damage that waits for somebody to look at it, and one that was decided on. */
export const DEMO_DAMAGES = {
  open: {
    kind: 'airborne-gas',
    owner: PROVINCE,
    severity: 'limits_use',
    description: '机载云台相机镜片开裂，图像有划痕',
    hour: -7,
  },
  decided: {
    kind: 'mapping-payload',
    owner: PROVINCE,
    severity: 'blocks_use',
    description: '测绘载荷快门无法释放',
    assessment: '快门组件卡滞，需返厂',
    reason: '保修期内，返厂维修',
    costCents: 86_000,
    hour: -72,
  },
} as const;

export interface DemoCard {
  readonly code: string;
  readonly state: CardState;
  /** Names of the files on it. */
  readonly files: readonly string[];
}

const CARDS: readonly DemoCard[] = [
  { code: 'DEMO-TF-01', state: 'in_use', files: ['DJI_0001.JPG', 'DJI_0002.JPG', 'DJI_0003.MP4'] },
  { code: 'DEMO-TF-02', state: 'sealed', files: ['DJI_0101.JPG', 'DJI_0102.MP4'] },
  { code: 'DEMO-TF-03', state: 'handed_over', files: ['DJI_0201.MP4'] },
  { code: 'DEMO-TF-04', state: 'cleared', files: [] },
];

/** Memory cards of one city, one in each state. */
export const DEMO_CARDS = { unit: CANGZHOU, cards: CARDS } as const;
