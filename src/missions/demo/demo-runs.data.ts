import type { ControlReading } from '../rapid-tests/verdict/control.rules.js';
import type { Finding } from '../rapid-tests/confirmations/confirmation.rules.js';
import type { RapidTestOrigin } from '../rapid-tests/run.codes.js';

/** A run by what a person or an instrument said; what the verdict is, the rules say. Hours count from the first start. */
export interface DemoRun {
  readonly instrument: 'water-multi-parameter' | 'water-photometer';
  readonly origin: RapidTestOrigin;
  readonly hour: number;
  readonly item: string;
  readonly value: number;
  readonly unit?: string;
  /** How long before the reading the reagent met the sample. */
  readonly startedMinutesBefore?: number;
  readonly controls?: readonly ControlReading[];
  readonly rawReading?: string;
  /** Without it no limit is asked. */
  readonly targeted: boolean;
  /** Of the first sample. */
  readonly sampled: boolean;
  readonly confirmation?: DemoConfirmation;
}

export interface DemoConfirmation {
  readonly requestedHour: number;
  readonly report?: {
    readonly hour: number;
    readonly number: string;
    readonly value: number;
    readonly unit: string;
    readonly finding: Finding;
  };
}

export const DEMO_TARGET = {
  place: { standard: 'GB 3838-2002', class: 'III', waterBody: 'river' },
  source: '演示：子牙河献县段水功能区划Ⅲ类（非真实文件）',
} as const;

export const DEMO_LABORATORY = {
  laboratory: '演示环境检测有限公司',
  accreditation: 'DEMO-CMA-0001',
  methodCode: 'HJ 828-2017',
} as const;

const METER = { instrument: 'water-multi-parameter', origin: 'manual', unit: 'mg/L', sampled: true } as const;
const PHOTOMETER = {
  instrument: 'water-photometer',
  origin: 'manual',
  item: 'COD',
  unit: 'mg/L',
  startedMinutesBefore: 15,
  targeted: true,
  sampled: true,
} as const;

export const DEMO_RUNS: readonly DemoRun[] = [
  { ...METER, hour: -50.4, item: 'DO', value: 6.4, rawReading: 'DO 6.40 mg/L', targeted: true },
  {
    ...PHOTOMETER,
    hour: -50,
    value: 46.5,
    controls: [{ kind: 'blank', value: 1 }],
    rawReading: 'COD 46.5',
    confirmation: {
      requestedHour: -30,
      report: { hour: -4, number: 'DEMO-BG-0001', value: 43, unit: 'mg/L', finding: 'exceeds' },
    },
  },
  { ...PHOTOMETER, hour: -49.8, value: 44.1, rawReading: 'COD 44.1' },
  {
    ...METER,
    hour: -49.6,
    item: 'DO',
    value: 4.1,
    rawReading: 'DO 4.10 mg/L',
    targeted: true,
    sampled: false,
    confirmation: { requestedHour: -28 },
  },
  { ...METER, hour: -49.4, item: 'pH', value: 7.8, unit: 'pH', targeted: false },
  {
    instrument: 'water-multi-parameter',
    origin: 'instrument',
    hour: -49.2,
    item: 'DO',
    value: 5.2,
    targeted: false,
    sampled: false,
  },
];
