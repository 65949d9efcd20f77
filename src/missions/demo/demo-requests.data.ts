import type { Role } from '../../identity/index.js';
import type { RequestKind, RequestStep } from '../requests/request.rules.js';

/** Who takes a step: a role of the asking county or of the city above it. */
export type DemoActor = readonly [unit: 'own' | 'city', role: Role];

export interface DemoStep {
  readonly step: RequestStep;
  readonly by: DemoActor;
  /** From the first start. */
  readonly hour: number;
  readonly reason?: string;
}

export interface DemoRequest {
  readonly kind: RequestKind;
  readonly purpose: string;
  readonly placeName: string;
  readonly dueHour: number;
  readonly steps: readonly DemoStep[];
  /** People of the county who go, in this capacity; hours count from the first start. */
  readonly crew?: {
    readonly role: 'tester' | 'field_officer';
    readonly capacity: 'tester' | 'collector';
    readonly fromHour: number;
    readonly toHour: number;
  };
  readonly report?: string;
  /** Of the own department alone. */
  readonly toOwnDesk?: true;
}

const ASKER: DemoActor = ['own', 'case_handler'];
const DESK: DemoActor = ['own', 'commander'];
const CITY: DemoActor = ['city', 'commander'];

/** What is asked of a technical department, every state once at least; their states follow from their steps. */
export const DEMO_REQUESTS: readonly DemoRequest[] = [
  {
    kind: 'test',
    purpose: '对子牙河献县段排污口上下游取样快检，固定水质证据',
    placeName: '子牙河献县段',
    dueHour: -24,
    steps: [
      { step: 'ask', by: ASKER, hour: -71 },
      { step: 'accept', by: DESK, hour: -70 },
      { step: 'assign', by: DESK, hour: -69 },
      { step: 'start', by: ['own', 'tester'], hour: -52 },
      { step: 'close', by: ['own', 'tester'], hour: -45 },
    ],
    crew: { role: 'tester', capacity: 'tester', fromHour: -52, toHour: -46 },
    report: '采样3件，快检6项次，COD初筛超Ⅲ类限值，已送实验室确认。',
  },
  {
    kind: 'survey',
    purpose: '测量排污口周边堆场占用河滩地的范围',
    placeName: '子牙河献县段右岸河滩',
    dueHour: 24 * 14,
    steps: [
      { step: 'ask', by: ASKER, hour: -40 },
      { step: 'accept', by: DESK, hour: -39 },
      { step: 'assign', by: DESK, hour: -38 },
      { step: 'reassign', by: DESK, hour: -20, reason: '原定人员出差，改派' },
    ],
    crew: { role: 'field_officer', capacity: 'collector', fromHour: 24 * 10, toHour: 24 * 10 + 4 },
  },
  {
    kind: 'flight',
    purpose: '夜间热红外巡查偷排',
    placeName: '子牙河献县段上游',
    dueHour: 24 * 8,
    steps: [
      { step: 'ask', by: ASKER, hour: -30 },
      { step: 'pass', by: DESK, hour: -29, reason: '本院无热红外设备' },
      { step: 'accept', by: CITY, hour: -26 },
    ],
  },
  {
    kind: 'flight',
    purpose: '排查沿河其他排污口',
    placeName: '子牙河献县段全段',
    dueHour: 24 * 5,
    steps: [{ step: 'ask', by: ASKER, hour: -6 }],
  },
  {
    kind: 'test',
    purpose: '请检测水样',
    placeName: '子牙河',
    dueHour: 24 * 6,
    steps: [
      { step: 'ask', by: ASKER, hour: -28 },
      { step: 'return', by: DESK, hour: -27, reason: '请注明检测项目和具体河段' },
    ],
  },
  {
    kind: 'flight',
    purpose: '航拍全县河道',
    placeName: '献县全域',
    dueHour: 24 * 4,
    steps: [
      { step: 'ask', by: ASKER, hour: -60 },
      { step: 'withdraw', by: ASKER, hour: -58, reason: '范围过大，分段另行申请' },
    ],
  },
  {
    kind: 'survey',
    purpose: '测量新发现渗坑的范围和深度',
    placeName: '子牙河献县段左岸',
    dueHour: 24 * 3,
    steps: [
      { step: 'ask', by: ASKER, hour: -20 },
      { step: 'accept', by: DESK, hour: -19 },
      { step: 'assign', by: DESK, hour: -18 },
      { step: 'start', by: ['own', 'field_officer'], hour: -1 },
    ],
    crew: { role: 'field_officer', capacity: 'collector', fromHour: -2, toHour: 6 },
  },
  {
    kind: 'flight',
    purpose: '航拍桥下排口',
    placeName: '子牙河献县大桥',
    dueHour: 24 * 2,
    steps: [
      { step: 'ask', by: ASKER, hour: -34 },
      { step: 'accept', by: DESK, hour: -33 },
      { step: 'not_done', by: DESK, hour: -25, reason: '桥区为管制空域，申请未获批准' },
    ],
  },
  {
    kind: 'test',
    purpose: '检测水样中的抗生素',
    placeName: '子牙河献县段养殖场下游',
    dueHour: 24 * 9,
    steps: [
      { step: 'ask', by: ASKER, hour: -44 },
      { step: 'decline', by: DESK, hour: -43, reason: '快检方法不能检测该项目，建议直接委托实验室' },
    ],
    toOwnDesk: true,
  },
];
