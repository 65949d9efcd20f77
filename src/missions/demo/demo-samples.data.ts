import type { Medium, Preservation } from '../../reference/index.js';
import type { HandOverPurpose, SamplePart } from '../samples/sample.rules.js';

/** Where a portion went: hours count from the first start; `to` is a role of the own unit, or somebody outside. */
export interface DemoHand {
  readonly purpose: HandOverPurpose;
  readonly to: 'tester' | 'equipment_manager' | { readonly name: string; readonly organisation: string };
  readonly hour: number;
  readonly celsius?: number;
  /** The seal is broken for it, and a new one put on. */
  readonly reseal?: { readonly reason: string; readonly number: string };
}

export interface DemoPortion {
  readonly part: SamplePart;
  readonly container: string;
  readonly amount: readonly [value: number, unit: 'mL' | 'kg'];
  readonly seal: string;
  readonly hands?: readonly DemoHand[];
}

export interface DemoSample {
  readonly place: string;
  readonly position: { readonly lon: number; readonly lat: number };
  readonly takenHour: number;
  readonly medium: Medium;
  readonly matrix: string | null;
  readonly preservation: readonly Preservation[];
  readonly weather: string;
  readonly celsius: number;
  readonly items: readonly string[];
  readonly portions: readonly DemoPortion[];
  /** Of a sample that an aircraft took. */
  readonly drone?: { readonly depthMetres: number; readonly bottle: string };
}

const LABORATORY = { name: '演示收样员', organisation: '演示环境检测有限公司' } as const;

export const DEMO_SAMPLES: readonly DemoSample[] = [
  {
    place: '子牙河献县段，排污口下游50米，右岸',
    position: { lon: 116.118, lat: 38.196 },
    takenHour: -51,
    medium: 'surface_water',
    matrix: null,
    preservation: ['cooled', 'dark'],
    weather: '晴，微风',
    celsius: 9,
    items: ['DO', 'COD', 'pH'],
    portions: [
      {
        part: 'test',
        container: '500 mL 棕色玻璃瓶',
        amount: [500, 'mL'],
        seal: 'DEMO-FQ-0001',
        hands: [
          {
            purpose: 'testing',
            to: 'tester',
            hour: -50.5,
            celsius: 4,
            reseal: { reason: '现场快检开封', number: 'DEMO-FQ-0002' },
          },
          { purpose: 'laboratory', to: LABORATORY, hour: -30, celsius: 4 },
        ],
      },
      {
        part: 'retained',
        container: '500 mL 棕色玻璃瓶',
        amount: [500, 'mL'],
        seal: 'DEMO-FQ-0003',
        hands: [{ purpose: 'storage', to: 'equipment_manager', hour: -44, celsius: 4 }],
      },
      {
        part: 'counterpart',
        container: '500 mL 棕色玻璃瓶',
        amount: [500, 'mL'],
        seal: 'DEMO-FQ-0004',
        hands: [{ purpose: 'counterpart', to: { name: '演示企业代表', organisation: '演示排污单位' }, hour: -50.75 }],
      },
    ],
  },
  {
    place: '子牙河献县段，河心，排污口正前方',
    position: { lon: 116.1195, lat: 38.1972 },
    takenHour: -50.75,
    medium: 'surface_water',
    matrix: null,
    preservation: ['cooled'],
    weather: '晴，微风',
    celsius: 9,
    items: ['COD', 'NH3-N'],
    drone: { depthMetres: 0.5, bottle: '1号瓶' },
    portions: [
      { part: 'test', container: '采水器1号瓶，1 L', amount: [1000, 'mL'], seal: 'DEMO-FQ-0005' },
      { part: 'retained', container: '采水器2号瓶，1 L', amount: [1000, 'mL'], seal: 'DEMO-FQ-0006' },
    ],
  },
  {
    place: '献县演示村东侧麦田，距河堤30米',
    position: { lon: 116.121, lat: 38.1941 },
    takenHour: -49.5,
    medium: 'farmland_soil',
    matrix: '表层土 0-20 cm',
    preservation: ['none'],
    weather: '晴',
    celsius: 10,
    items: ['Pb', 'Cd'],
    portions: [{ part: 'test', container: '聚乙烯自封袋', amount: [1, 'kg'], seal: 'DEMO-FQ-0007' }],
  },
];

/** The flight that took the second sample. */
export const DEMO_SAMPLING_FLIGHT = {
  purpose: '河心定深采水（演示）',
  fromHour: -51.25,
  toHour: -50.25,
  band: { lowerMetres: 0, upperMetres: 60 },
  halfSideDegrees: 0.004,
  report: '采水2瓶，返航正常',
} as const;
