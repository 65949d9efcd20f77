import { type Block, chinaTimeOf, type Fact, type Paper, type Period } from '../../../platform/index.js';
import type { Circumstance, Circumstances, Known, TaskNature } from '../../air-rules/flight-facts.js';
import type { Volume } from '../../../geo/index.js';
import { feasibilityWords, performanceWords } from '../../feasibility/feasibility.words.js';
import type { Performance } from '../../../equipment/index.js';
import type { WaylineSpeeds } from '../../waylines/checks/wayline-measure.rules.js';
import type { StoredAssessment } from './flight-assessment.schemas.js';

/** A paper with its number and its last day in China. */
export interface NumberedPaper {
  readonly number: string;
  readonly validUntil: string | null;
}

/** What the service knows of the thirteen things that an application names (Order 761 art. 27). */
export interface Application {
  readonly flightId: string;
  readonly unit: string;
  readonly unitCertificates: readonly NumberedPaper[];
  readonly pilot: string;
  readonly licences: readonly NumberedPaper[];
  readonly aircraft: {
    readonly model: string;
    readonly serial: string | null;
    readonly droneClass: string | null;
    readonly registration: string | null;
    readonly performance: Performance | null;
  };
  readonly nature: TaskNature;
  readonly purpose: string;
  readonly beyondSight: Known;
  readonly circumstances: Circumstances;
  readonly takeOff: { readonly lon: number; readonly lat: number } | null;
  readonly during: Period;
  readonly volumes: readonly Volume[];
  /** Of the wayline in force; null: the flight has none. */
  readonly speeds: (WaylineSpeeds & { readonly waylineVersion: number }) | null;
  readonly assessment: StoredAssessment | null;
  readonly printedAt: Date;
}

/** What the service cannot know is left to the hand of whoever files it, and never guessed. */
const TO_FILL_IN = '（待填写）';
const CLASS_NAMES: Readonly<Record<string, string>> = {
  micro: '微型',
  light: '轻型',
  small: '小型',
  medium: '中型',
  large: '大型',
};
const NATURES: Readonly<Record<TaskNature, string>> = {
  ordinary: '一般任务',
  emergency: '紧急任务（第二十九条）',
  special_emergency: '特别紧急任务（第二十九条）',
};
const ANSWERS: Readonly<Record<Known, string>> = { yes: '是', no: '否', unknown: TO_FILL_IN };
const CIRCUMSTANCE_NAMES: Readonly<Record<Circumstance, string>> = {
  networkRelay: '基站或互联网中继',
  dangerousOrDropped: '危险品或投放',
  overCrowd: '飞越集会人群',
  fromMovingVehicle: '移动交通工具上操控',
  several: '分布式或集群',
};

/** The application for a flight, filled in as far as the records go. */
export function applicationPaper(application: Application): Paper {
  return {
    title: '无人驾驶航空器飞行活动申请',
    issuer: application.unit,
    number: application.flightId,
    blocks: [
      { kind: 'facts', rows: items(application) },
      { kind: 'heading', text: '空域范围（WGS-84，经度 纬度）' },
      volumeTable(application.volumes),
      { kind: 'paragraph', small: true, text: noteOf(application) },
      { kind: 'signatures', boxes: [{ role: '申请单位（盖章）' }, { role: '经办人（签名）' }] },
    ],
    printedAt: application.printedAt,
    language: 'zh',
  };
}

function items(application: Application): Fact[] {
  const { during, takeOff, purpose, nature, volumes, speeds } = application;
  const values: readonly (readonly [string, string])[] = [
    ['组织单位、操控人员及资质', people(application)],
    ['航空器类型、数量、性能和登记', aircraft(application)],
    [
      '任务性质和飞行方式',
      `${NATURES[nature]}；${purpose}；超视距：${ANSWERS[application.beyondSight]}；${asked(application)}`,
    ],
    ['起飞、降落和备降场地', takeOff ? `起飞点 ${takeOff.lon}, ${takeOff.lat}；降落、备降 ${TO_FILL_IN}` : TO_FILL_IN],
    ['通信联络方法', TO_FILL_IN],
    ['预计开始、结束时刻', `${chinaTimeOf(during.from)} 至 ${chinaTimeOf(during.to)}（北京时间）`],
    [
      '航线、高度、速度、空域和进出方法',
      `真高 ${heights(volumes)} 米，范围见下表；速度 ${speedWords(speeds)}；进出方法 ${TO_FILL_IN}`,
    ],
    ['指挥控制链路频率和带宽', TO_FILL_IN],
    ['通信、导航和被监视能力', TO_FILL_IN],
    ['二次雷达应答机或自动监视设备代码', TO_FILL_IN],
    ['应急处置程序', TO_FILL_IN],
    ['特殊飞行保障需求', TO_FILL_IN],
    ['其他必要信息', feasibilityWords(application.assessment?.feasibility) ?? TO_FILL_IN],
  ];
  return values.map(([label, value], nth) => ({ label: `${nth + 1}. ${label}`, value }));
}

function people({ unit, unitCertificates, pilot, licences }: Application): string {
  return `${unit}（运营合格证 ${numbers(unitCertificates)}）；操控员 ${pilot}（执照 ${numbers(licences)}）`;
}

function numbers(papers: readonly NumberedPaper[]): string {
  const named = papers.map(({ number, validUntil }) => (validUntil ? `${number}，至 ${validUntil}` : number));
  return named.join('、') || TO_FILL_IN;
}

function aircraft({ aircraft: { model, serial, droneClass, registration, performance } }: Application): string {
  const name = (droneClass && CLASS_NAMES[droneClass]) ?? `类别${TO_FILL_IN}`;
  return `${model}，${name}，1 架，序列号 ${serial ?? TO_FILL_IN}，实名登记 ${registration ?? TO_FILL_IN}；性能指标 ${performanceWords(performance) ?? TO_FILL_IN}`;
}

function asked({ circumstances }: Application): string {
  return Object.entries(CIRCUMSTANCE_NAMES)
    .map(([name, words]) => `${words}：${ANSWERS[circumstances[name as Circumstance]]}`)
    .join('；');
}

function heights(volumes: readonly Volume[]): string {
  const lower = Math.min(...volumes.map(({ lowerMetres }) => lowerMetres));
  const upper = Math.max(...volumes.map(({ upperMetres }) => upperMetres));
  return `${lower} 至 ${upper}`;
}

function speedWords(speeds: Application['speeds']): string {
  if (speeds === null) return TO_FILL_IN;
  const { slowest, fastest, transit, waylineVersion } = speeds;
  const along = slowest === fastest ? `${fastest}` : `${slowest} 至 ${fastest}`;
  const between = transit === null ? '' : `，转场 ${transit} 米/秒`;
  return `航线 ${along} 米/秒${between}（取自本飞行航线文件第 ${waylineVersion} 版）`;
}

function volumeTable(volumes: readonly Volume[]): Block {
  return {
    kind: 'table',
    columns: [
      { title: '空域', share: 1 },
      { title: '真高（米）', share: 2 },
      { title: '边界点', share: 9 },
    ],
    rows: volumes.map(({ geometry, lowerMetres, upperMetres }, nth) => [
      String(nth + 1),
      `${lowerMetres}–${upperMetres}`,
      cornersOf(geometry).join('；'),
    ]),
  };
}

/** Corners of the outer ring, the closing one left out, in degrees to about a metre. */
function cornersOf(geometry: Volume['geometry']): string[] {
  const rings = geometry.type === 'Polygon' ? [geometry.coordinates[0]] : geometry.coordinates.map(([ring]) => ring);
  return rings.flatMap((ring = []) =>
    ring.slice(0, -1).map(([lon = 0, lat = 0]) => `${lon.toFixed(5)} ${lat.toFixed(5)}`),
  );
}

function noteOf({ assessment }: Application): string {
  const before = assessment?.deadlines?.application.before;
  const due = before ? `申请应于 ${chinaTimeOf(new Date(before))}（北京时间）前提出。` : '';
  return `按《无人驾驶航空器飞行管理暂行条例》第二十七条所列事项由系统预填，规则版本 ${assessment?.rulesVersion ?? '未知'}；标注“待填写”的由申请人补充。${due}`;
}
